/// A header field's value: visible ASCII, spaces and tabs (RFC 9110 section 5.5), so that it cannot end its line.
public struct HeaderValue: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The value as it is sent.
  public let text: String

  /// A value, or nil where the text has a control character (CR, LF and NUL among them) or is not ASCII.
  public init?(_ text: String) {
    guard text.utf8.allSatisfy({ $0 == 0x09 || (0x20...0x7E).contains($0) }) else { return nil }
    self.text = text
  }

  /// A value written in the source.
  public init(stringLiteral text: StaticString) { self.text = text.description }
}

/// The header fields that these programs send.
public enum HeaderName: String, Sendable {
  case acceptRanges = "Accept-Ranges"
  case allow = "Allow"
  case cacheControl = "Cache-Control"
  case connection = "Connection"
  case contentLength = "Content-Length"
  case contentRange = "Content-Range"
  case contentSecurityPolicy = "Content-Security-Policy"
  case contentType = "Content-Type"
  case contentTypeOptions = "X-Content-Type-Options"
  /// Whose pages may load this (Fetch section 3.7).
  case crossOriginResourcePolicy = "Cross-Origin-Resource-Policy"
  case entityTag = "ETag"
  case lastModified = "Last-Modified"
  case location = "Location"
  case referrerPolicy = "Referrer-Policy"
  /// After how many seconds to go where: `0; url=/x` (WHATWG HTML, "shared declarative refresh steps").
  case refresh = "Refresh"
  /// The groups of `remoteUser`, separated by commas.
  case remoteGroups = "Remote-Groups"
  /// Who sent the request that a web server asks about.
  case remoteUser = "Remote-User"
  case retryAfter = "Retry-After"
  case setCookie = "Set-Cookie"
  /// RFC 6797 section 6.1.
  case strictTransportSecurity = "Strict-Transport-Security"
  case wwwAuthenticate = "WWW-Authenticate"
}
