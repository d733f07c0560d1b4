package import CGIAuthCore

/// A mail as it is handed over: its header and its body in lines that end in LF. It goes to one recipient.
///
/// Everything in it is ASCII, and no line is longer than 78 bytes, but for one that is a single long address
/// (RFC 5322 section 2.1.1). Nothing in it was written by a stranger, the address of its recipient aside.
package struct MailMessage {
  /// The header fields, an empty line and the encoded body.
  package let bytes: [UInt8]

  /// Writes a letter as a mail.
  ///
  /// - Parameters:
  ///   - name: what to call the sender; empty for the address alone.
  ///   - now: seconds since 1970.
  /// - Throws: `mail-text` where a name or the letter has a control character in it that could begin another
  ///   field or line, `mail-system` where there is no randomness.
  package init(
    _ letter: Letter, from sender: EmailAddress, named name: String, to recipient: EmailAddress, now: Int,
    _ randomness: Randomness = .system
  ) throws(MailFailure) {
    let isClean =
      Self.isOneLine(name) && Self.isOneLine(letter.subject)
      && letter.body.utf8.allSatisfy { !$0.isASCIIControl || $0 == 0x0A }
    guard isClean else { throw MailFailure(.text, "a control character in a name or a text") }
    let unique: [UInt8]
    do { unique = try randomness.bytes(16) } catch { throw MailFailure(.system, error.text) }
    let body = MailBody(letter.body)
    let from = sender.mailbox
    // RFC 5322 section 3.6, RFC 2045, RFC 3282. Nobody's program is to answer (RFC 3834 section 5; Exchange
    // knows the second of the two).
    let fields = [
      "From: " + (name.isEmpty ? from : "\(EncodedWords.phrase(name))\n <\(from)>"),
      "To: \(recipient.mailbox)",
      "Subject: \(EncodedWords.text(letter.subject))",
      "Date: \(Self.date(now))",
      "Message-ID: <\(Base64URL.encode(unique))@\(sender.domain)>",
      "Auto-Submitted: auto-generated",
      "X-Auto-Response-Suppress: All",
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Language: \(letter.language.rawValue)",
      "Content-Transfer-Encoding: \(body.encoding)",
    ]
    var bytes: [UInt8] = []
    for field in fields { bytes += Array("\(field)\n".utf8) }
    self.bytes = bytes + [0x0A] + body.bytes
  }

  private static func isOneLine(_ text: String) -> Bool { text.utf8.allSatisfy { !$0.isASCIIControl } }

  /// A moment as RFC 5322 section 3.3 writes it, such as `Mon, 30 Nov 2026 01:30:00 +0000`: HTTP's form of
  /// it, but for the name of the zone, which is obsolete in mails.
  private static func date(_ seconds: Int) -> String {
    String(decoding: HTTPDate(seconds: seconds).text.utf8.dropLast(3), as: UTF8.self) + "+0000"
  }
}

extension EmailAddress {
  /// The address as RFC 5321 section 4.1.2 and RFC 5322 section 3.4.1 write it. Browsers take addresses whose
  /// first part begins or ends in a dot, or has two in a row, and there are such: that part is then quoted.
  /// So is one that begins with a hyphen, which a program could take for an option.
  var mailbox: String {
    let isAtoms = localPart.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .allSatisfy { !$0.isEmpty }
    let quote = isAtoms && localPart.utf8.first != UInt8(ascii: "-") ? "" : "\""
    return "\(quote)\(localPart)\(quote)@\(domain)"
  }
}
