extension Call {
  /// Answers a request of a program whose work is done by a form: programs send its fields, browsers ask for
  /// it by GET, and send it, and get it again where there is a problem.
  ///
  /// - Parameters:
  ///   - page: the form's page.
  ///   - detour: what a browser that asks for the form gets instead, or nil.
  ///   - carriesAddress: whether the next form begins with the address that is typed into this one.
  ///   - submit: does what the form is for; given its fields and where the browser wants to go then.
  package func form(
    _ page: (FormState, Pages) -> FormPage, insteadOf detour: () -> Outcome? = { nil },
    carriesAddress: Bool = false,
    _ submit: (_ fields: BodyFields, _ next: LocalPath?) throws(Refusal) -> Outcome
  ) throws(Refusal) -> Outcome {
    guard prefersPage else { return try submit(try submittedFields(), nil) }
    let isQuestion = request.method == .get || request.method == .head
    let query = FormBody(queryOf: request)
    var state = FormState(next: LocalPath(next: query["next"]))
    var pages = pages
    if isQuestion {
      try choose(query, &pages)
      if let outcome = detour() { return outcome }
      state.query = query
      if let carried = carriedAddress {
        state.email = Self.shownAgain(carried) ?? []
        // Once it was shown it is gone.
        try carry(nil)
      }
    } else {
      do throws(Refusal) {
        let fields = try submittedFields()
        state.email = fields["email"].flatMap(Self.shownAgain) ?? []
        state.isRemembered = fields["remember"]?.isEqual(to: "yes") ?? false
        state.next = LocalPath(next: fields["next"]) ?? state.next
        if carriesAddress, !state.email.isEmpty { try carry(state.email) }
        return try submit(fields, state.next)
      } catch { state.problem = error }
    }
    // Where this throws, the answer is about that, and so is the one line in the log.
    var form = page(state, pages)
    pages.again = form.action.adding(state.notice, next: state.next)
    if let problem = state.problem {
      form.problem = FormPage.Problem(field: problem.field, text: problem.text(in: pages.language))
    }
    var response = try Refusal.taking(
      configuration: try form.response(pages, state.problem?.status ?? .ok))
    for field in state.problem?.fields ?? [] { response.add(field.name, field.value) }
    if let problem = state.problem { noteFailure(of: problem) }
    return .response(response)
  }

  /// Whether a browser asks for a page with a form.
  package var asksForForm: Bool { prefersPage && (request.method == .get || request.method == .head) }

  /// The pages for a question, in the language that a link of a page chose (`lang`), which is kept.
  ///
  /// - Parameter place: where the page is had in another language.
  package func pagesAsChosen(again place: LocalPath) throws(Refusal) -> Pages {
    var pages = pages
    try choose(FormBody(queryOf: request), &pages)
    pages.again = place
    return pages
  }

  private func choose(_ query: FormBody, _ pages: inout Pages) throws(Refusal) {
    guard let chosen = query["lang"].flatMap({ Language(word: $0) }) else { return }
    pages.language = chosen
    try keep(chosen)
  }

  /// The fields of a request that changes something, once it is admitted.
  private func submittedFields() throws(Refusal) -> BodyFields {
    try admit(.post)
    return try BodyFields(of: request)
  }

  /// What somebody typed for an address, unless it is nothing that a field could have held.
  package static func shownAgain(_ typed: [UInt8]) -> [UInt8]? {
    typed.count <= EmailAddress.maxBytes && !typed.contains(where: { $0.isASCIIControl })
      && !typed.hasC1Control
      ? typed : nil
  }
}

extension [UInt8] {
  /// Whether this text, in UTF-8, has a control character of ASCII or of Latin-1 (U+0080 to U+009F).
  package var hasControlCharacters: Bool { contains { $0.isASCIIControl } || hasC1Control }

  /// Whether this text, in UTF-8, has one of the control characters U+0080 to U+009F,
  /// which some terminals obey.
  package var hasC1Control: Bool {
    zip(self, dropFirst()).contains { $0 == 0xC2 && (0x80...0x9F).contains($1) }
  }
}
