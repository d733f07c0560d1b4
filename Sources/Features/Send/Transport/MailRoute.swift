import CGIAuthCore

/// How mail leaves: the value of `mail`.
enum MailRoute: Sendable {
  /// By the host's own program.
  case sendmail
  /// By a mail server that takes mail in from the site (RFC 6409).
  case smtp(MailServer)
  /// Into a Maildir, for tests.
  case maildir(path: String)
  /// Not at all.
  case off

  /// Reads a value.
  ///
  /// - Throws: what it must be.
  init(_ value: [UInt8]) throws(Fault) {
    switch value {
    case "sendmail": self = .sendmail
    case "off": self = .off
    default:
      if value.begins(with: "file:/") {
        let path = value.dropFirst(5)
        guard path.count > 1, Array(path).isUTF8 else { throw .form }
        self = .maildir(path: String(decoding: path, as: UTF8.self))
      } else if value.begins(with: "smtps://") {
        self = .smtp(try MailServer(value.dropFirst(8), security: .fromTheStart))
      } else if value.begins(with: "smtp://") {
        self = .smtp(try MailServer(value.dropFirst(7), security: .startTLS))
      } else {
        throw .form
      }
    }
  }

  /// What is wrong with a value.
  enum Fault: Error {
    case form, host, port, credentials, encoding

    /// What it must be, as the end of a sentence.
    var requirement: StaticString {
      switch self {
      case .form:
        "must be sendmail, smtps://user:password@host:465, smtp://user:password@host:587, file:/folder or off"
      case .host:
        "must name a host, or an address such as 192.0.2.7 or [2001:db8::7], and nothing behind the port"
      case .port: "must have a port from 1 to 65535, or none"
      case .credentials: "must have both a user and a password, of at most 255 bytes each, or neither"
      case .encoding:
        "must have user and password percent-encoded: %40 for @, %3A for :, %2F for /, %25 for %, and so on"
      }
    }
  }
}

/// A mail server, and what it asks for.
struct MailServer: Sendable {
  /// When TLS begins.
  enum Security: Sendable {
    /// With the connection (RFC 8314 section 3.3).
    case fromTheStart
    /// By STARTTLS (RFC 3207), without which nothing is said.
    case startTLS
    /// Never: the server is this computer.
    case none
  }

  /// Who asks it.
  struct Credentials: Sendable {
    let user: [UInt8]
    let password: [UInt8]
  }

  let security: Security
  /// A name in lower case, or an address without brackets.
  let host: String
  /// Whether `host` is an address.
  let isAddress: Bool
  let port: UInt16
  let credentials: Credentials?

  private static let maxCredentialBytes = 255, maxHostBytes = 253

  /// Reads what stands behind the scheme: `user:password@host:port`.
  init(_ authority: ArraySlice<UInt8>, security: Security) throws(MailRoute.Fault) {
    var place = authority
    if place.last == UInt8(ascii: "/") { place.removeLast() }
    // A password with an @ of its own would else be a part of the host.
    let parts = place.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count <= 2 else { throw .encoding }
    credentials = parts.count == 2 ? try Self.credentials(parts[0]) : nil
    let rest = parts[parts.count - 1]
    let hostEnd =
      rest.first == UInt8(ascii: "[")
      ? rest.firstIndex(of: UInt8(ascii: "]")).map { $0 + 1 }
      : rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
    guard let hostEnd else { throw .host }
    let isBracketed = rest.first == UInt8(ascii: "[")
    let name = isBracketed ? rest[..<hostEnd].dropFirst().dropLast() : rest[..<hostEnd]
    host = String(decoding: name.asciiLowercased, as: UTF8.self)
    let address = AddressRange.bytes(ofAddress: host)
    isAddress = address != nil
    guard name.count <= Self.maxHostBytes,
      isBracketed ? address != nil && name.contains(UInt8(ascii: ":")) : isAddress || Self.isName(name)
    else { throw .host }
    let isOwn = address?.first == 127 && address?.count == 4 || address == Self.loopback6
    self.security =
      security == .startTLS && (isOwn || host.isEqual(to: "localhost")) ? .none : security
    let port = rest[hostEnd...]
    if port.isEmpty {
      self.port = security == .fromTheStart ? 465 : 587
    } else {
      guard port.first == UInt8(ascii: ":") else { throw .host }
      guard let number = wholeNumber(port.dropFirst()), (1...65_535).contains(number) else { throw .port }
      self.port = UInt16(number)
    }
  }

  private static let loopback6: [UInt8] = [UInt8](repeating: 0, count: 15) + [1]

  private static func isName(_ name: ArraySlice<UInt8>) -> Bool {
    let labels = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return labels.allSatisfy { label in
      (1...63).contains(label.count)
        && label.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }
      // What ends in a number is an address, and here one that is none (WHATWG URL section 3.5).
      && labels.last?.allSatisfy { $0.isASCIIDigit } == false
  }

  private static func credentials(_ text: ArraySlice<UInt8>) throws(MailRoute.Fault) -> Credentials {
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw parts.count > 2 ? .encoding : .credentials }
    let user = try decoded(parts[0])
    let password = try decoded(parts[1])
    let range = 1...maxCredentialBytes
    guard range.contains(user.count), range.contains(password.count) else { throw .credentials }
    return Credentials(user: user, password: password)
  }

  /// Undoes percent-encoding. A plus sign stands for itself (RFC 3986 section 2.1). A NUL would end a part of
  /// what AUTH PLAIN sends (RFC 4616 section 2).
  private static func decoded(_ text: ArraySlice<UInt8>) throws(MailRoute.Fault) -> [UInt8] {
    let plus = UInt8(ascii: "+")
    var bytes: [UInt8] = []
    for (place, part) in text.split(separator: plus, omittingEmptySubsequences: false).enumerated() {
      do { bytes += (place == 0 ? [] : [plus]) + (try FormBody.unescaped(part)) } catch { throw .encoding }
    }
    guard !bytes.contains(0), bytes.isUTF8 else { throw .encoding }
    return bytes
  }
}
