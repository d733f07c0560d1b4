import Foundation

// A site whose mail goes into a Maildir.
extension CGISite {
  /// A site that sends mail, into the folder `mail` beside its data.
  public convenience init(mailing settings: [String: String]) throws {
    try self.init { folder in
      [
        "AUTH_SITE_URL": "https://club.example", "AUTH_MAIL_FROM": "no-reply@club.example",
        "AUTH_MAIL": "file:" + folder.path("mail"), "AUTH_SITE_NAME": "Chess club",
      ].merging(settings) { $1 }
    }
  }

  /// The mail of a number, counted from 1, once it is there.
  public func mail(_ number: Int) throws -> MailRead {
    try MailRead.all(in: folder.path("mail"), atLeast: number)[number - 1]
  }

  /// The mails that are there.
  public func mails() throws -> [MailRead] { try MailRead.all(in: folder.path("mail")) }

  /// The names of what waits to be sent.
  public func waiting() throws -> [String] {
    guard folder.has("data/outbox") else { return [] }
    return try folder.names("data/outbox").filter { $0.first?.isNumber ?? false }
  }

  /// Ends the pause after a failure.
  public func endPause() throws { try folder.write("data/outbox/lock", "") }
}
