extension Call {
  /// Where a program is: beside the one that runs, and called `.fcgi` where that is. `login_page` says it
  /// where that is not so.
  package func place(of program: ProgramName) -> LocalPath {
    if case .login = program, let place = configuration.loginPage { return place }
    if !standsInPlaceOfAFile, let script = request.environment.metaVariable("SCRIPT_NAME"),
      let slash = script.lastIndex(of: UInt8(ascii: "/"))
    {
      let ending = script.suffix(5).isEqual(to: ".fcgi") ? ".fcgi" : ".cgi"
      if let place = LocalPath(script[...slash] + Array((program.rawValue + ending).utf8)) { return place }
    }
    return LocalPath(Array("/cgi-bin/\(program.rawValue).cgi".utf8)) ?? "/"
  }

  /// The login page's place, with a notice for it and where to go then.
  package func loginPage(_ notice: LoginNotice?, next: LocalPath?) -> LocalPath {
    let fields =
      (notice.map { ["notice=\($0.rawValue)"] } ?? []) + (next.map { ["next=\($0.queryValue)"] } ?? [])
    let place = place(of: .login)
    return fields.isEmpty ? place : place.adding(query: fields.joined(separator: "&"))
  }

  /// The login page, and from there the way back to what was asked for.
  func loginPage(_ greeting: Refusal.LoginGreeting) -> LocalPath {
    let target = request.environment.metaVariable("REQUEST_URI").flatMap { LocalPath($0) }
    return switch greeting {
    case .none: loginPage(nil, next: target)
    case .notice(let notice): loginPage(notice, next: target)
    }
  }

  /// Where a browser goes after login: where it wanted to, else `login_redirect`, else protected.cgi.
  package func placeAfterLogin(_ next: LocalPath?) -> LocalPath {
    next ?? configuration.loginRedirect ?? place(of: .protected)
  }
}

extension LocalPath {
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
