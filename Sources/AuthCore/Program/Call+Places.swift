import CGIAuthLibC

extension Call {
  /// Where a program is: beside the one that runs, and called `.fcgi` where that is. `login_page` says it
  /// where that is not so.
  package func place(of program: ProgramName) -> LocalPath {
    if case .login = program, let place = configuration.loginPage { return place }
    let file = program.rawValue + ending
    if !standsInPlaceOfAFile, let script = request.environment.metaVariable("SCRIPT_NAME"),
      let slash = script.lastIndex(of: UInt8(ascii: "/")),
      let place = LocalPath(script[...slash] + Array(file.utf8))
    {
      return place
    }
    return LocalPath(Array("/cgi-bin/\(file)".utf8)) ?? "/"
  }

  /// How the names of the programs end, as this one's does.
  private var ending: String {
    let isCalledFCGI =
      !standsInPlaceOfAFile
      && request.environment.metaVariable("SCRIPT_NAME")?.suffix(5).isEqual(to: ".fcgi") == true
    return isCalledFCGI ? ".fcgi" : ".cgi"
  }

  /// Whether a program was uploaded beside this one. No page leads to one that was not.
  package func isThere(_ program: ProgramName) -> Bool {
    access("\(configuration.programDirectory)/\(program.rawValue)\(ending)", F_OK) == 0
  }

  /// The login page's place, with a notice for it and where to go then.
  package func loginPage(_ notice: LoginNotice?, next: LocalPath?) -> LocalPath {
    place(of: .login).adding(notice, next: next)
  }

  /// The login page, and from there the way back to what was asked for.
  func loginPage(_ greeting: Refusal.LoginGreeting) -> LocalPath {
    switch greeting {
    case .none: loginPage(nil, next: target)
    case .notice(let notice): loginPage(notice, next: target)
    }
  }

  /// What was asked for.
  package var target: LocalPath? { request.environment.metaVariable("REQUEST_URI").flatMap { LocalPath($0) } }

  /// Where a browser goes after login: where it wanted to, else `login_redirect`, else protected.cgi.
  package func placeAfterLogin(_ next: LocalPath?) -> LocalPath {
    next ?? configuration.loginRedirect ?? place(of: .protected)
  }
}

extension LocalPath {
  /// The path with a notice and where to go then.
  package func adding(_ notice: LoginNotice?, next: LocalPath?) -> LocalPath {
    var path = self
    if let notice { path = path.adding(query: "notice=\(notice.rawValue)") }
    if let next { path = path.adding(query: "next=\(next.queryValue)") }
    return path
  }

  /// Where to go after login, as a client wrote it; nil where that is no local path, or would log out again.
  package init?(next value: [UInt8]?) {
    guard let value, let path = LocalPath(value), let decoded = try? FormBody.unescaped(value[...]),
      !decoded.indices.contains(where: {
        decoded[$0...].starts(with: "/logout.cgi".utf8) || decoded[$0...].starts(with: "/logout.fcgi".utf8)
      })
    else { return nil }
    self = path
  }
}
