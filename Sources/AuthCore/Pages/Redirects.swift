import CGIAuthHTTP

/// The programs, as places that a browser is sent to.
enum ProgramName: String, Sendable {
  case register, login, logout, protected
}

extension Services {
  /// Where a program is: beside the one that runs. `login_page` says it where that is not so.
  func place(of program: ProgramName, seenFrom request: Request) -> LocalPath {
    if case .login = program, let place = configuration.loginPage { return place }
    let name = Array("\(program.rawValue).cgi".utf8)
    if let script = request.environment.metaVariable("SCRIPT_NAME"),
      let slash = script.lastIndex(of: UInt8(ascii: "/")),
      let place = LocalPath(Array(script[...slash]) + name)
    {
      return place
    }
    return LocalPath(Array("/cgi-bin/".utf8) + name) ?? "/"
  }

  /// Sends a browser to the login page, and from there back to what it asked for.
  func sendToLogin(_ request: Request, _ notice: CredentialsPage.Notice? = nil) -> Response {
    let target = request.environment.metaVariable("REQUEST_URI").flatMap { LocalPath($0) }
    return .seeOther(loginPage(request, notice, next: target))
  }

  /// The login page's place, with a notice for it and where to go then.
  func loginPage(_ request: Request, _ notice: CredentialsPage.Notice?, next: LocalPath?) -> String {
    let fields =
      (notice.map { ["notice=\($0.rawValue)"] } ?? []) + (next.map { ["next=\($0.queryValue)"] } ?? [])
    let place = place(of: .login, seenFrom: request).text
    return fields.isEmpty ? place : "\(place)?\(fields.joined(separator: "&"))"
  }

  /// Where a browser goes after login: where it wanted to, else `login_redirect`, else protected.cgi.
  func placeAfterLogin(_ next: LocalPath?, _ request: Request) -> LocalPath {
    next ?? configuration.loginRedirect ?? place(of: .protected, seenFrom: request)
  }
}

/// What the pages read from a form or a query.
struct PageFields {
  private let fields: [(name: [UInt8], value: [UInt8])]

  /// The fields of a request's query; none where that is malformed.
  init(queryOf request: Request) {
    fields = request.environment.metaVariable("QUERY_STRING").flatMap { try? FormBody($0).fields } ?? []
  }

  /// The first value of a field.
  subscript(name: StaticString) -> [UInt8]? { fields.first { $0.name.isEqual(to: name) }?.value }
}

extension LocalPath {
  /// Where to go after login, as a client wrote it; nil where that is no local path, or would log out again.
  init?(next value: [UInt8]?) {
    guard let value, let path = LocalPath(value), let decoded = try? FormBody.unescaped(value[...]),
      !decoded.indices.contains(where: { decoded[$0...].starts(with: "/logout.cgi".utf8) })
    else { return nil }
    self = path
  }
}

extension Response {
  /// Sends a browser elsewhere, by GET (RFC 9110 section 15.4.4).
  static func seeOther(_ place: String) -> Response {
    var response = Response(.seeOther, contentType: "text/plain; charset=utf-8", body: [])
    if let place = HeaderValue(place) { response.add(.location, place) }
    return response
  }
}
