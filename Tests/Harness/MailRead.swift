import Foundation

/// A mail as Python's `email` reads it, by its strict policy.
public struct MailRead: Sendable, Decodable {
  /// Header fields: From, To and Subject, decoded.
  public let from, to, subject: String
  /// The text.
  public let body: String
  /// Content-Language, and Auto-Submitted.
  public let language, autoSubmitted: String?
  /// What Python found wrong with it.
  public let defects: [String]

  /// What begins with https:// or http:// in the body.
  public var links: [String] {
    body.split(whereSeparator: \.isWhitespace).map(String.init).filter {
      $0.hasPrefix("https://") || $0.hasPrefix("http://")
    }
  }

  private static let reader = """
    import email, email.policy, json, os, sys
    folder = sys.argv[1] + "/new"
    mails = []
    names = sorted(os.listdir(folder), key=lambda n: os.stat(folder + "/" + n).st_mtime_ns) if os.path.isdir(folder) else []
    for name in names:
        with open(folder + "/" + name, "rb") as file:
            mail = email.message_from_binary_file(file, policy=email.policy.default)
        mails.append({
            "from": str(mail["From"]), "to": str(mail["To"]), "subject": str(mail["Subject"]),
            "language": mail["Content-Language"], "autoSubmitted": mail["Auto-Submitted"],
            "body": mail.get_content(),
            "defects": [str(d) for d in mail.defects]})
    print(json.dumps(mails))
    """

  /// The mails in a Maildir, the first one first.
  ///
  /// - Parameter count: how many to wait for.
  public static func all(in maildir: String, atLeast count: Int = 0) throws -> [MailRead] {
    var came = 0
    try eventually("\(count) mails; there are \(came)") {
      came = (try? FileManager.default.contentsOfDirectory(atPath: maildir + "/new").count) ?? 0
      return came >= count
    }
    let result = try run("/usr/bin/python3", ["-c", reader, maildir])
    return try JSONDecoder().decode([MailRead].self, from: Data(result.output))
  }
}
