import CGIAuthCore

extension Call {
  /// Asks somebody for the password. What was sent by a form comes along, so that nothing has to be typed
  /// again.
  ///
  /// - Parameter next: where to go then.
  func proofAsked(
    of person: Person, _ problem: Refusal, _ fields: BodyFields? = nil, next: LocalPath?
  ) -> Outcome {
    let page = { [self] (pages: Pages) throws(ConfigurationError) -> Response in
      let pages = adminPages(pages, of: person)
      let language = pages.language
      var hiddenFields = HTML()
      if let fields {
        for (name, text) in fields.texts
        where !name.isEqual(to: "currentPassword") && !name.isEqual(to: "action")
          && !name.isEqual(to: "formToken")
        {
          hiddenFields.append(
            .hidden(String(decoding: name, as: UTF8.self), String(decoding: text, as: UTF8.self)))
        }
      } else if let next {
        hiddenFields.append(HTML.hidden("next", next.text))
      }
      let action = fields?["action"].flatMap { AdminAction(word: $0) } ?? .prove
      return try entryPage(
        pages, problem, title: .proofTitle, above: .proofText,
        """
        \(formStart(of: .admin, action.rawValue, person.session, hiddenFields))\
        <input type="email" autocomplete="username" value="\(person.user.email.text)" hidden>

        """,
        [
          FormField(
            "currentPassword", label: language(.currentPassword), type: "password",
            autocomplete: "current-password")
        ], button: .goOn)
    }
    return .refused(problem, page: page)
  }

  /// A page with one form, before somebody is known to be an administrator.
  fileprivate func entryPage(
    _ pages: Pages, _ problem: Refusal?, title: Phrase, above: Phrase?, _ start: HTML, _ fields: [FormField],
    button: Phrase, below: HTML = ""
  ) throws(ConfigurationError) -> Response {
    let language = pages.language
    var inputs = HTML()
    var isShownBelow = false
    for (place, field) in fields.enumerated() {
      var wrong: String?
      if let problem, let name = problem.field, field.isCalled(name) {
        wrong = problem.text(in: language)
        isShownBelow = true
      }
      inputs.append(
        field.html(
          language, problem: wrong.map { "\($0)" },
          hasFocus: wrong != nil || problem?.field == nil && place == 0
        ))
    }
    var notice = HTML()
    // That the password is wanted is nothing that went wrong.
    if let problem, !isShownBelow, !problem.isFor(Refusal.proofNeeded.word) {
      notice.append("<p role=\"alert\" id=\"problem\">\(problem.text(in: language))</p>\n")
    }
    if let above { notice.append("<p>\(language(above))</p>\n") }
    return try pages.page(
      problem?.status ?? .ok, .admin, title: language(title),
      """
      \(notice)\(start)\(inputs)<button>\(language(button))</button>
      </form>
      \(below)\(pages.wayHome)<script>\(PageScript.text)</script>
      """, hasScript: true)
  }

  fileprivate func codeField(_ language: Language) -> FormField {
    FormField("code", label: language(.code), type: "text", autocomplete: "off")
  }
}

/// The page that asks somebody who is logged in for the code.
struct CodePage {
  private let call: Call
  private let person: Person
  private let problem: Refusal?

  init(_ call: Call, _ person: Person, _ problem: Refusal?) {
    self.call = call
    self.person = person
    self.problem = problem
  }

  func response(_ pages: Pages) throws(ConfigurationError) -> Response {
    let pages = call.adminPages(pages, of: person)
    let language = pages.language
    // What is still to be set right is better known before.
    let check: HTML = """
      <div class="account">
      <details>
      <summary>\(language(.doctor))</summary>
      \(call.formStart(of: .admin, AdminAction.doctor.rawValue, person.session))\
      \(call.codeField(language).html(language, problem: nil, hasFocus: false, in: "doctor"))\
      <button>\(language(.doctor))</button>
      </form>
      </details>
      </div>

      """
    return try call.entryPage(
      pages, problem, title: .firstAdministrator, above: .codeText,
      call.formStart(of: .admin, AdminAction.claim.rawValue, person.session),
      [call.codeField(language)], button: .becomeAdministrator, below: check)
  }
}

/// The page of the rescue.
struct RescuePage {
  private let call: Call
  private let typed: BodyFields?
  private let problem: Refusal?

  init(_ call: Call, _ typed: BodyFields?, _ problem: Refusal?) {
    self.call = call
    self.typed = typed
    self.problem = problem
  }

  func response(_ pages: Pages) throws(ConfigurationError) -> Response {
    let language = pages.language
    let place = call.place(of: .admin).adding(query: "rescue=")
    return try call.entryPage(
      pages, problem, title: .rescue, above: .rescueText,
      "<form method=\"post\" action=\"\(place.text)\">\n",
      [
        call.codeField(language),
        FormField(
          "email", label: language(.email), type: "email", autocomplete: "username",
          value: typed?["email"].flatMap { Call.shownAgain($0) } ?? []),
      ], button: .becomeAdministrator)
  }
}
