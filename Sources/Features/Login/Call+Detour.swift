import CGIAuthCore

extension Call {
  /// What a browser that asks for the login form gets instead: people who are logged in go on, and
  /// those who come by a link of another site come again from here. Where the link could start
  /// something, the way on is a click.
  ///
  /// With the first request of such a link a browser does not send the cookie (SameSite=Strict, RFC 6265bis
  /// section 5.2); it does when the page that it then has is of this site and asks again.
  func detour() -> Outcome? {
    let query = FormBody(queryOf: request)
    let next = LocalPath(next: query["next"])
    if sessionIfAny() != nil || renewInPlace(.get) != nil {
      if let page = stop(before: next, query) { return .response(page) }
      return .response(.seeOther(placeAfterLogin(next)))
    }
    guard query["again"] == nil, request.header("SEC_FETCH_SITE")?.isEqual(to: "cross-site") ?? false else {
      return nil
    }
    let pages = pages
    let again = loginPage(nil, next: next).adding(query: "again=1").text
    let page = try? pages.page(
      .ok, .message, title: pages.language(.oneMoment),
      "<p><a href=\"\(again)\">\(pages.language(.goOn))</a></p>")
    guard var page else { return nil }
    // A field, not an element of the page: a template need not have the place for that.
    if let refresh = HeaderValue("0; url=\(again)") { page.add(.refresh, refresh) }
    return .response(page)
  }
}
