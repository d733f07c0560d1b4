import CGIAuthHarness
import Testing

/// A request, byte by byte, that tries to have a header field of its own in the answer.
struct RawRequest: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// The request line and the fields, without Host and Connection.
  let head: String
  let body: String
  /// The statuses that are right: the server may refuse what the programs would pass over.
  let statuses: [Int]

  init(_ description: String, _ head: String, body: String = "", _ statuses: Int...) {
    testDescription = description
    self.head = head
    self.body = body
    self.statuses = statuses
  }

  func bytes(host: String) -> [UInt8] {
    let length = body.isEmpty ? "" : "Content-Length: \(body.utf8.count)\r\n"
    return Array("\(head)\r\nHost: \(host)\r\nConnection: close\r\n\(length)\r\n\(body)".utf8)
  }
}

extension ServerTests {
  /// CR, LF and NUL, raw and percent-encoded, in every place a client fills.
  @Suite struct HeaderInjectionTests {
    private static let get = "GET /cgi-bin/protected.cgi HTTP/1.1"
    private static let json = "POST /cgi-bin/register.cgi HTTP/1.1\r\nContent-Type: application/json"
    private static let form =
      "POST /cgi-bin/register.cgi HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded"

    static let requests: [RawRequest] = [
      .init("encoded in the query", "GET /cgi-bin/protected.cgi?%0d%0aX-Injected:%20yes HTTP/1.1", 400, 401),
      .init(
        "NUL encoded in the query", "GET /cgi-bin/protected.cgi?a=%00X-Injected:%20yes HTTP/1.1", 400, 401),
      .init(
        "encoded in the path", "GET /cgi-bin/protected.cgi%0d%0aX-Injected:%20yes HTTP/1.1", 400, 403, 404),
      .init("a CR in the path", "GET /cgi-bin/protected.cgi\rX-Injected:yes HTTP/1.1", 400),
      .init("a NUL in the path", "GET /cgi-bin/protected.cgi\0X-Injected:yes HTTP/1.1", 400),
      .init("a CR in the query", "GET /cgi-bin/protected.cgi?\rX-Injected:yes HTTP/1.1", 400),
      .init("a CR in the method", "GET\rX-Injected:yes /cgi-bin/protected.cgi HTTP/1.1", 400, 501),
      .init("encoded in the cookie", "\(get)\r\nCookie: authToken=%0d%0aX-Injected:%20yes", 401),
      .init("a CR in the cookie", "\(get)\r\nCookie: authToken=a\rX-Injected: yes", 400, 401),
      .init("an LF in the cookie", "\(get)\r\nCookie: authToken=a\nX-Injected: yes", 400, 401),
      .init("a NUL in the cookie", "\(get)\r\nCookie: authToken=a\0X-Injected: yes", 400),
      .init("a folded cookie", "\(get)\r\nCookie: authToken=a\r\n X-Injected: yes", 400, 401),
      .init("a CR in Authorization", "\(get)\r\nAuthorization: Bearer a\rX-Injected: yes", 400, 401),
      .init("a NUL in Authorization", "\(get)\r\nAuthorization: Bearer a\0X-Injected: yes", 400),
      .init(
        "a CR in Sec-Fetch-Site", "\(json)\r\nSec-Fetch-Site: same-origin\rX-Injected: yes", body: "{}", 400,
        403),
      .init("a CR in Origin", "\(json)\r\nOrigin: http://a\rX-Injected: yes", body: "{}", 400, 403),
      .init(
        "a CR in the type", "POST /cgi-bin/login.cgi HTTP/1.1\r\nContent-Type: a/b\rX-Injected: yes",
        body: "{}",
        400, 415),
      .init(
        "encoded in the address", form, body: "email=a%0d%0aX-Injected:%20yes%40a.b&password=nine+herons", 422
      ),
      .init(
        "encoded in the password", form, body: "email=crlf%40example.com&password=nine%0d%0aX-Injected:+yes",
        422),
      .init("NUL encoded in the password", form, body: "email=nul%40example.com&password=nine%00herons", 422),
      .init("raw in the address", form, body: "email=a\r\nX-Injected: yes@a.b&password=nine+herons", 422),
      .init("raw in a field's name", form, body: "a\r\nX-Injected: yes=1&email=a&password=b", 422),
      .init(
        "escaped in the address", json,
        body: #"{"email":"a\r\nX-Injected: yes@a.b","password":"nine herons"}"#, 422),
      .init(
        "escaped in the password", json,
        body: #"{"email":"esc@example.com","password":"nine\r\nX-Injected: yes"}"#, 422),
      .init(
        "NUL escaped in the password", json,
        body: #"{"email":"esc@example.com","password":"nine\u0000herons"}"#, 422),
      .init(
        "raw in a string", json,
        body: "{\"email\":\"esc@example.com\",\"password\":\"nine\r\nX-Injected: yes\"}",
        400),
    ]

    @Test(arguments: ServerVariant.all, requests)
    func noHeaderIsAdded(_ variant: ServerVariant, _ request: RawRequest) throws {
      let server = try variant.shared()
      let answer = try server.raw(request.bytes(host: "127.0.0.1:\(server.port)"))
      #expect(request.statuses.contains(answer.status))
      #expect(!answer.fields.contains { $0.name.lowercased().contains("x-injected") })
      #expect(!answer.fields.contains { $0.value.contains("Injected") })
      #expect(answer.values("Set-Cookie").isEmpty)
    }
  }
}
