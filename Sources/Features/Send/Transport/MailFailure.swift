import CGIAuthCore

/// Why a mail was not handed over.
package struct MailFailure: Error, Equatable, Sendable {
  /// What kind of reason it is: stable words for the log.
  package enum Reason: String, CaseIterable, Sendable {
    /// The server, or the host's own program, does not take it.
    case refused = "mail-refused"
    /// No server could be reached, or the connection broke.
    case unreachable = "mail-unreachable"
    /// A server, or the host's program, took too long.
    case timeout = "mail-timeout"
    /// The server offers no TLS, or none that is good enough.
    case tls = "mail-tls"
    /// The server's certificate is not good, or of another name.
    case certificate = "mail-certificate"
    /// The server does not take the user and password, or asks for none.
    case auth = "mail-auth"
    /// The server's answer is none of SMTP.
    case protocolFault = "mail-protocol"
    /// The host's program could not be started, or ended in another way than by a status.
    case program = "mail-program"
    /// The Maildir cannot be written.
    case folder = "mail-folder"
    /// The address is one that mail is not sent to.
    case address = "mail-address"
    /// A control character in a name or text.
    case text = "mail-text"
    /// A system call failed that has to do with none of these.
    case system = "mail-system"
  }

  package let reason: Reason
  /// Whether another try may do better. It is so of everything that somebody can mend without changing the
  /// mail, such as a wrong password of the mail server.
  package let isTemporary: Bool
  /// What the server, the program or the system said: printable ASCII, at most 200 bytes, and no address.
  package let detail: String

  /// A failure.
  ///
  /// - Parameters:
  ///   - detail: what was said about it. Of what others said, what could be an address, or names one of
  ///     `secrets`, is left out.
  ///   - secrets: words that must not get into a log, such as the first part of the recipient's address.
  init(
    _ reason: Reason, isTemporary: Bool? = nil, _ detail: some Collection<UInt8>,
    without secrets: [String] = []
  ) {
    self.reason = reason
    self.isTemporary = isTemporary ?? (reason != .address && reason != .text)
    self.detail = Self.cleaned(Array(detail), secrets)
  }

  init(_ reason: Reason, isTemporary: Bool? = nil, _ detail: String) {
    self.init(reason, isTemporary: isTemporary, detail.utf8)
  }

  /// The line for the log.
  package var logLine: String {
    "\(reason.rawValue) \(isTemporary ? "will be tried again" : "given up")\(detail.isEmpty ? "" : ": ")\(detail)"
  }

  package static func == (one: Self, other: Self) -> Bool {
    one.reason == other.reason && one.isTemporary == other.isTemporary && one.detail.isEqual(to: other.detail)
  }

  private static let maxDetailBytes = 200

  private static func cleaned(_ text: [UInt8], _ secrets: [String]) -> String {
    var cleaned: [UInt8] = []
    for word in text.split(whereSeparator: { !(0x21...0x7E).contains($0) }) {
      let isSecret = word.contains(UInt8(ascii: "@")) || secrets.contains { names($0, in: word) }
      let word = isSecret ? Array("...".utf8) : Array(word)
      guard cleaned.count + word.count < maxDetailBytes else { break }
      cleaned += (cleaned.isEmpty ? [] : [0x20]) + word
    }
    return String(decoding: cleaned, as: UTF8.self)
  }

  /// Whether a word has a secret in it; a short one only where it is all of the word's letters and digits.
  private static func names(_ secret: String, in word: ArraySlice<UInt8>) -> Bool {
    let word = word.asciiLowercased
    let secret = secret.utf8.asciiLowercased
    if secret.count >= 3 {
      return word.indices.contains { word[$0...].starts(with: secret) }
    }
    return word.filter { $0.isASCIIAlphanumeric } == secret.filter { $0.isASCIIAlphanumeric }
  }
}
