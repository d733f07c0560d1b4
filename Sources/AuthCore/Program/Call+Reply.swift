/// What becomes of an outcome: the one place that knows who asked, and tells the logs.
extension Call {
  /// The reply to the request.
  func reply(to feature: Program.Feature, _ log: @escaping (String) -> Void) -> Reply {
    let outcome: Outcome
    do throws(Refusal) { outcome = try feature(self) } catch { outcome = .refused(error) }
    var response: Response
    switch outcome.answer {
    case .file(let file):
      tell(log)
      return .file(file.adding(extraFields))
    case .process(let launch, let otherwise):
      tell(log)
      return .process(launch.sendingFirst(cookies)) { [self] error in
        // The launch has sent them.
        cookies = []
        let response = answer(to: otherwise(error))
        tell(log)
        return finished(response)
      }
    case .done(let message, let place):
      response = prefersPage ? .seeOther(place()) : .message(.ok, message.description)
    case .shown(let json, let page): response = prefersPage ? made(page) : json()
    case .refused(let refusal): response = answer(to: refusal)
    case .refusedOn(let refusal, let page):
      response = prefersPage ? made(page) : refusal.response
      if prefersPage { for field in refusal.fields { response.add(field.name, field.value) } }
    case .told(let refusal):
      noteFailure(of: refusal)
      response = refusal.response
    case .response(let answer): response = answer
    }
    for field in outcome.fields { response.add(field.name, field.value) }
    tell(log)
    return .document(finished(response))
  }

  /// The pages of this site for the client.
  package var pages: Pages {
    var pages = Pages(for: request, configuration.look, in: chosenLanguage)
    // The way there and back is safe to go, whatever was asked for.
    pages.again = loginPage(nil, next: target)
    pages.visitor = visitor.map {
      Visitor(
        address: $0.text, account: isThere(.account) ? place(of: .account) : nil, logout: place(of: .logout))
    }
    return pages
  }

  /// A page, or where its template is what is wrong, the answer about that.
  private func made(_ page: (Pages) throws(ConfigurationError) -> Response) -> Response {
    do { return try page(pages) } catch { return answer(to: Refusal(Failure(error))) }
  }

  private func finished(_ response: Response) -> [UInt8] {
    var response = response
    for field in extraFields { response.add(field.name, field.value) }
    return response.serialized(answering: request.method)
  }

  /// What every answer has besides its own fields.
  private var extraFields: [(name: HeaderName, value: HeaderValue)] {
    cookies.map { (.setCookie, $0) } + (strictTransport.map { [(.strictTransportSecurity, $0)] } ?? [])
  }

  /// What asks a browser to come by HTTPS alone; nil where that is not set, and over HTTP, by which browsers
  /// do not believe it (RFC 6797 section 8.1).
  private var strictTransport: HeaderValue? {
    guard let seconds = configuration.hstsSeconds, isHTTPS else { return nil }
    return HeaderValue("max-age=\(seconds)")
  }

  /// The answer to a refusal: JSON, the login page, or a page that says what is wrong.
  ///
  /// Where the site's template is what is wrong, the answer is about that, and so is the one line in the log.
  private func answer(to refusal: Refusal) -> Response {
    guard prefersPage else {
      noteFailure(of: refusal)
      return refusal.response
    }
    if let greeting = refusal.login { return .seeOther(loginPage(greeting)) }
    do {
      let page = try refusal.page(pages)
      noteFailure(of: refusal)
      return page
    } catch {
      let refusal = Refusal(Failure(error))
      noteFailure(of: refusal)
      return refusal.response(to: request)
    }
  }
}

extension Refusal {
  /// The answer where nothing is known of the site's settings: a page looks as it does by default.
  func response(to request: Request) -> Response {
    if request.prefersPage, let page = try? page(Pages(for: request)) { return page }
    return response
  }

  fileprivate func page(_ pages: Pages) throws(ConfigurationError) -> Response {
    let language = pages.language
    var page = try pages.page(
      status, .message, title: language(heading),
      """
      <p role="alert" id="problem">\(text(in: language))</p>\(advice(in: language))
      \(pages.wayHome)
      """)
    for field in fields { page.add(field.name, field.value) }
    return page
  }

  /// What the owner of the site does, and the reason word to look up; nothing where there is none.
  private func advice(in language: Language) -> HTML {
    guard let failure, let advice = failure.adviceText, let reason = failure.reason else { return "" }
    return "\n<p>\(language(advice)) <code>\(reason)</code></p>"
  }

  /// What stands above the text.
  private var heading: Phrase {
    if status == .notFound { return .pageNotFound }
    return isFor(Refusal.notPermitted.word) ? .noAccess : .problem
  }
}
