/// The name of a header field: a token (RFC 9110 section 5.1). Two are the same but for
/// the case of their letters.
public struct HeaderName: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The name as it is sent.
  public let text: String

  /// A name, or nil where the text is no token.
  public init?(_ text: String) {
    guard text.utf8.isToken else { return nil }
    self.text = text
  }

  /// A name written in the source.
  public init(stringLiteral text: StaticString) { self.text = text.description }

  /// Whether the names are the same.
  public static func == (one: HeaderName, other: HeaderName) -> Bool {
    one.text.utf8.elementsEqual(other.text.utf8) { $0.asciiLowercased == $1.asciiLowercased }
  }

  /// Hashes the name in lower case.
  public func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte.asciiLowercased) }
  }
}

// Those that the programs send.
extension HeaderName {
  /// `Accept-Ranges`.
  public static var acceptRanges: HeaderName { "Accept-Ranges" }
  /// `Allow`.
  public static var allow: HeaderName { "Allow" }
  /// `Cache-Control`.
  public static var cacheControl: HeaderName { "Cache-Control" }
  /// `Connection`.
  public static var connection: HeaderName { "Connection" }
  /// What a browser does with a document (RFC 6266).
  public static var contentDisposition: HeaderName { "Content-Disposition" }
  /// `Content-Length`.
  public static var contentLength: HeaderName { "Content-Length" }
  /// `Content-Range`.
  public static var contentRange: HeaderName { "Content-Range" }
  /// `Content-Security-Policy`.
  public static var contentSecurityPolicy: HeaderName { "Content-Security-Policy" }
  /// `Content-Type`.
  public static var contentType: HeaderName { "Content-Type" }
  /// `X-Content-Type-Options`.
  public static var contentTypeOptions: HeaderName { "X-Content-Type-Options" }
  /// Whose pages may load this (Fetch section 3.7).
  public static var crossOriginResourcePolicy: HeaderName { "Cross-Origin-Resource-Policy" }
  /// `ETag`.
  public static var entityTag: HeaderName { "ETag" }
  /// `Last-Modified`.
  public static var lastModified: HeaderName { "Last-Modified" }
  /// What LiteSpeed's cache on shared hosts goes by (LSCache, "X-LiteSpeed-Cache-Control").
  public static var liteSpeedCacheControl: HeaderName { "X-LiteSpeed-Cache-Control" }
  /// `Location`.
  public static var location: HeaderName { "Location" }
  /// `Referrer-Policy`.
  public static var referrerPolicy: HeaderName { "Referrer-Policy" }
  /// After how many seconds to go where: `0; url=/x` (WHATWG HTML, "shared declarative refresh steps").
  public static var refresh: HeaderName { "Refresh" }
  /// `Retry-After`.
  public static var retryAfter: HeaderName { "Retry-After" }
  /// Which file the web server is to send.
  static var sendFile: HeaderName { "X-Sendfile" }
  /// `Set-Cookie`.
  public static var setCookie: HeaderName { "Set-Cookie" }
  /// RFC 6797 section 6.1.
  public static var strictTransportSecurity: HeaderName { "Strict-Transport-Security" }
  /// Which fields of the request an answer depends on (RFC 9110 section 12.5.5).
  public static var vary: HeaderName { "Vary" }
  /// `WWW-Authenticate`.
  public static var wwwAuthenticate: HeaderName { "WWW-Authenticate" }
}
