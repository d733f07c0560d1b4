/// Why a request cannot be taken as it came. No case carries anything the client sent.
public enum RequestError: Error, Hashable, Sendable {
  /// A variable that every CGI request has is not there: this was not started by a web server.
  case missingMetaVariable(String)
  /// The request line, a header or the body is malformed.
  case malformed
  /// There may be a body, and nobody said how long it is.
  case lengthRequired
  /// The body is longer than the limit.
  case contentTooLarge
  /// The body is of a type, or in a charset, that is not read here.
  case unsupportedMediaType
  /// A browser sent this from a page of another site.
  case crossSite
  /// The method is not one of these.
  case methodNotAllowed(allowed: [Method])
}
