/// A cookie to set: always for the whole host and never for its neighbours (`Path=/`, no Domain), out of
/// reach of scripts (HttpOnly) and of requests from other sites (SameSite).
public struct SetCookie: Sendable {
  /// The most bytes browsers are sure to take, attributes included (RFC 6265 section 6.1).
  public static let maxBytes = 4096

  /// The field value to send (RFC 6265 section 4.1.1).
  public let fieldValue: HeaderValue

  /// Which requests from other sites have it sent with them (RFC 6265bis section 5.6.7.1).
  package enum SameSite: Sendable {
    /// None.
    case strict
    /// Those by which a browser goes to another page.
    case lax
  }

  /// A cookie, or nil where the value has bytes that no cookie may have or the whole is over `maxBytes`.
  ///
  /// - Parameters:
  ///   - maxAgeSeconds: how long browsers keep it; 0 removes it, nil is for as long as the browser is open.
  ///   - secure: whether browsers send it over HTTPS only.
  package init?(
    _ name: CookieName, value: String, maxAgeSeconds: Int?, secure: Bool, sameSite: SameSite = .strict
  ) {
    guard value.utf8.allSatisfy(Self.isCookieOctet) else { return nil }
    let text =
      "\(name.text)=\(value); Path=/" + (maxAgeSeconds.map { "; Max-Age=\($0)" } ?? "")
      + "; HttpOnly; SameSite="
      + (sameSite == .strict ? "Strict" : "Lax") + (secure ? "; Secure" : "")
    guard text.utf8.count <= Self.maxBytes, let fieldValue = HeaderValue(text) else { return nil }
    self.fieldValue = fieldValue
  }

  /// cookie-octet (RFC 6265 section 4.1.1).
  private static func isCookieOctet(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x23...0x2B, 0x2D...0x3A, 0x3C...0x5B, 0x5D...0x7E: true
    default: false
    }
  }
}
