import CGIAuthHTTP

extension Services {
  /// The fields of a request that changes something, once it is admitted.
  func submittedFields(of request: Request) throws(AuthError) -> BodyFields {
    try request.admit(.post, trusting: configuration.trustedOrigins)
    return try BodyFields(of: request)
  }

  /// Answers a browser: GET with a form, and the form with what comes of it, which is the form again where that is a problem.
  ///
  /// - Parameter submit: does what the form is for; given its fields and where the browser wants to go then.
  func answerByForm(
    _ kind: PageKind, _ request: Request,
    submit: (_ fields: BodyFields, _ next: LocalPath?) throws(AuthError) -> Response
  ) throws(AuthError) -> Response {
    let query = PageFields(queryOf: request)
    var page = CredentialsPage(
      kind: kind, next: LocalPath(next: query["next"]),
      passwordMinCharacters: configuration.passwordMinCharacters)
    if request.method == .get || request.method == .head {
      page.notice = query["notice"].flatMap { CredentialsPage.Notice(word: $0) }
    } else {
      do throws(AuthError) {
        let fields = try submittedFields(of: request)
        page.email = fields["email"].flatMap(Self.shownAgain) ?? []
        page.next = LocalPath(next: fields["next"]) ?? page.next
        return try submit(fields, page.next)
      } catch { page.problem = error }
    }
    // Where this throws, the answer is about that, and so is the one line in the log.
    let response = try page.response(Pages(for: request, configuration), by: self, to: request)
    if let line = page.problem?.logLine { log(line) }
    return response
  }

  /// What somebody typed for an address, unless it is nothing that a field could have held.
  private static func shownAgain(_ typed: [UInt8]) -> [UInt8]? {
    typed.count <= EmailAddress.maxBytes && !typed.contains(where: { $0.isASCIIControl })
      && !typed.hasC1Control
      ? typed : nil
  }

  /// What a browser that asks for the login form gets instead: who is logged in goes on, and who comes by a link of another
  /// site comes again from here. Where the link could start something, the way on is a click.
  ///
  /// With the first request of such a link a browser does not send the cookie (SameSite=Strict, RFC 6265bis section 5.2); it does when the page that it then
  /// has is of this site and asks again.
  func answerBeforeLoginForm(_ request: Request) -> Response? {
    guard request.method == .get || request.method == .head else { return nil }
    let query = PageFields(queryOf: request)
    let next = LocalPath(next: query["next"])
    if session(of: request) != nil {
      return stop(before: next, request, query) ?? .seeOther(placeAfterLogin(next, request).text)
    }
    guard query["again"] == nil, request.header("SEC_FETCH_SITE")?.isEqual(to: "cross-site") ?? false else {
      return nil
    }
    let pages = Pages(for: request, configuration)
    let again =
      loginPage(request, nil, next: next) + (next == nil ? "?again=1" : "&again=1")
    var response = try? pages.page(
      .ok, .message, title: pages.language(.oneMoment),
      "<p><a href=\"\(again)\">\(pages.language(.goOn))</a></p>")
    // A field, not an element of the page: a template need not have the place for that.
    if let refresh = HeaderValue("0; url=\(again)") { response?.add(.refresh, refresh) }
    return response
  }

  /// The page of who is logged in.
  func welcomePage(_ session: Session, _ request: Request) throws(AuthError) -> Response {
    let pages = Pages(for: request, configuration)
    return try pages.page(
      .ok, .welcome, title: pages.language(.welcome, session.email.text),
      """
      <form method="post" action="\(place(of: .logout, seenFrom: request).text)">
      <button>\(pages.language(.logOut))</button>
      </form>
      """)
  }
}

extension [UInt8] {
  /// Whether this text, in UTF-8, has one of the control characters U+0080 to U+009F, which some terminals obey.
  fileprivate var hasC1Control: Bool {
    zip(self, dropFirst()).contains { $0 == 0xC2 && (0x80...0x9F).contains($1) }
  }
}
