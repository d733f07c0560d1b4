public import CGIAuthHTTP

/// The answers of a program of one's own. All have the fields of `Response`: nothing is cached, sniffed or framed.
extension Response {
  /// A JSON object (RFC 8259) whose values are texts.
  public static func json(_ members: KeyValuePairs<StaticString, String>, status: Status = .ok) -> Response {
    var document = JSONWriter()
    for (name, value) in members { document.add(name, value) }
    return Response(status, contentType: "application/json", body: document.object)
  }

  /// A piece of HTML as a document of its own.
  ///
  /// - Parameter policy: the Content-Security-Policy. By default the document loads nothing and sends no form.
  public static func html(
    _ document: HTML, status: Status = .ok, policy: HeaderValue = strictPolicy
  ) -> Response {
    Response(status, contentType: "text/html; charset=utf-8", body: document.bytes, policy: policy)
  }

  /// A plain text.
  public static func text(_ document: String, status: Status = .ok) -> Response {
    Response(status, contentType: "text/plain; charset=utf-8", body: Array(document.utf8))
  }
}
