import CGI

/// The programs, as places that a browser is sent to.
enum ProgramName: String, Sendable {
  case register, login, logout, protected
}

extension Services {
  /// Where a program is: beside the one that runs.
  func place(of program: ProgramName, seenFrom request: Request) -> LocalPath {
    let name = Array("\(program.rawValue).cgi".utf8)
    if let script = request.environment.metaVariable("SCRIPT_NAME"),
      let slash = script.lastIndex(of: UInt8(ascii: "/")),
      let place = LocalPath(script[...slash] + name)
    {
      return place
    }
    return LocalPath(Array("/cgi-bin/".utf8) + name) ?? "/"
  }

  /// Sends a browser to the login page, and from there back to what it asked for.
  func sendToLogin(_ request: Request) -> Response {
    var place = place(of: .login, seenFrom: request).text
    if let target = request.environment.metaVariable("REQUEST_URI").flatMap({ LocalPath($0) }) {
      place += "?next=\(target.queryValue)"
    }
    return .seeOther(place)
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
