import CGIAuthCore

/// The page of an account, in sections. What changes something is folded up until it is wanted.
struct AccountPage {
  private let overview: Overview
  private let call: Call
  private let form: SubmittedForm

  init(_ overview: Overview, _ call: Call, _ form: SubmittedForm = SubmittedForm()) {
    self.overview = overview
    self.call = call
    self.form = form
  }

  /// The answer, in the language that was chosen in this browser, else in the one that the person chose.
  func response(_ pages: Pages) throws(ConfigurationError) -> Response {
    var pages = pages
    if call.chosenLanguage == nil, let language = overview.profile.language.flatMap({ Language(word: $0) }) {
      pages.language = language
    }
    let language = pages.language
    var main = notice(language) + details(language)
    if overview.member.session.id == nil {
      main.append("<p>\(language(.sessionNeeded))</p>\n")
    } else {
      main.append(sections(language))
    }
    return try pages.page(
      form.problem?.status ?? .ok, .account, title: language(.yourAccount),
      "<div class=\"account\">\n\(main)</div>\n\(pages.wayHome)<script>\(PageScript.text)</script>",
      hasScript: true)
  }

  // MARK: What there is

  private func notice(_ language: Language) -> HTML {
    if let problem = form.problem {
      let isShownBelow = form.action.map { isShown(problem, in: $0) } ?? false
      return isShownBelow ? "" : "<p role=\"alert\" id=\"problem\">\(problem.text(in: language))</p>\n"
    }
    let word = FormBody(queryOf: call.request)["done"]
    if word?.isEqual(to: "confirmation-sent") ?? false {
      return .mailNotice(language(.confirmationSent), in: language)
    }
    let done = word.flatMap { AccountAction(word: $0) }
    guard let phrase = done?.notice else { return "" }
    return "<p role=\"status\" id=\"notice\">\(language(phrase))</p>\n"
  }

  private func details(_ language: Language) -> HTML {
    let user = overview.member.user
    var rows: HTML = "<dt>\(language(.email))</dt><dd translate=\"no\">\(user.email.text)</dd>\n"
    if let name = overview.profile.name {
      rows.append(row(language(.name), String(decoding: name, as: UTF8.self)))
    }
    if !overview.member.groups.isEmpty {
      rows.append(row(language(.groups), overview.member.groups.joined(separator: ", ")))
    }
    if let time = user.registeredAt {
      rows.append("<dt>\(language(.created))</dt><dd>\(HTML.day(time))</dd>\n")
    }
    rows.append(row(language(.userID), user.id))
    return "<dl>\n\(rows)</dl>\n"
  }

  private func row(_ label: String, _ text: String) -> HTML {
    "<dt>\(label)</dt><dd translate=\"no\">\(text)</dd>\n"
  }

  // MARK: What can be done

  private func sections(_ language: Language) -> HTML {
    let current = FormField(
      "currentPassword", label: language(.currentPassword), type: "password", autocomplete: "current-password"
    )
    let minCharacters = String(call.configuration.passwordMinCharacters)
    return section(
      .changeProfile, .nameAndLanguage, [nameField(language)], below: languageField(language), button: .save,
      language)
      + section(
        .changePassword, .changePassword,
        [
          current,
          FormField(
            "newPassword", label: language(.newPassword), type: "password", autocomplete: "new-password",
            hint: language(.passwordHint, minCharacters)),
        ], above: .passwordEffect, button: .changePassword, language)
      + section(
        .changeEmail, .changeEmail,
        [
          FormField(
            "newEmail", label: language(.newEmail), type: "email", autocomplete: "email",
            value: form.newEmail ?? []),
          current,
        ], above: .emailEffect, button: .changeEmail, language)
      + sessions(language)
      + section(.export, .yourData, [current], above: .exportEffect, button: .download, language)
      + section(.close, .closeAccount, [current], above: .closeEffect, button: .closeAccount, language)
  }

  private func nameField(_ language: Language) -> FormField {
    FormField(
      "name", label: language(.name), type: "text", autocomplete: "name",
      value: form.name ?? overview.profile.name ?? [], isRequired: false)
  }

  private func languageField(_ language: Language) -> HTML {
    var options: HTML = "<option value=\"\">\(language(.languageOfBrowser))</option>\n"
    let chosen = overview.profile.language.flatMap { Language(word: $0) }
    for other in Language.allCases {
      let isChosen = other == chosen
      options.append(
        "<option value=\"\(other.rawValue)\" lang=\"\(other.rawValue)\" translate=\"no\"\(isChosen ? " selected" as HTML : "")>\(other.name)</option>\n"
      )
    }
    return """
      <label for="change-profile-language">\(language(.language))</label>
      <select id="change-profile-language" name="language">
      \(options)</select>
      """
  }

  /// A section that is open only where there is something to say about it.
  private func section(
    _ action: AccountAction, _ title: Phrase, _ fields: [FormField], above effect: Phrase? = nil,
    below: HTML = "", button: Phrase, _ language: Language
  ) -> HTML {
    // Password managers look for whom a password is.
    var inputs: HTML =
      fields.contains { $0.isCalled("currentPassword") }
      ? "<input type=\"email\" autocomplete=\"username\" value=\"\(overview.member.user.email.text)\" hidden>\n"
      : ""
    for field in fields {
      let problem = problem(with: field, action, language)
      inputs.append(
        field.html(
          language, problem: problem.map { "\($0)" }, hasFocus: problem != nil, in: action.rawValue))
    }
    let isOpen = action == form.action && form.problem != nil
    let text: HTML? = effect.map { "<p>\(language($0))</p>\n" }
    return """
      <details id="\(action.rawValue)"\(isOpen ? " open" as HTML : "")>
      <summary><h2>\(language(title))</h2></summary>
      \(text)\(formStart(action))\(inputs)\(below)<button>\(language(button))</button>
      </form>
      </details>

      """
  }

  private func problem(with field: FormField, _ action: AccountAction, _ language: Language) -> String? {
    guard action == form.action, let problem = form.problem, let name = problem.field, field.isCalled(name)
    else { return nil }
    return problem.text(in: language)
  }

  /// Whether a problem is told beside its field.
  private func isShown(_ problem: Refusal, in action: AccountAction) -> Bool {
    guard let name = problem.field else { return false }
    return action.fields.contains { $0.isEqual(to: name) }
  }

  private func formStart(_ action: AccountAction, _ more: HTML = "") -> HTML {
    call.formStart(of: .account, action.rawValue, overview.member.session.id, more)
  }

  // MARK: Sessions

  private func sessions(_ language: Language) -> HTML {
    var items = HTML()
    var number = 0
    for session in overview.sessions {
      number += 1
      items.append(item(session, number, language))
    }
    let others: HTML =
      overview.sessions.count < 2
      ? "" : "\(formStart(.endOtherSessions))<button>\(language(.endOtherSessions))</button>\n</form>\n"
    return """
      <section id="sessions">
      <h2>\(language(.sessions))</h2>
      <ul>
      \(items)</ul>
      \(others)</section>

      """
  }

  private func item(_ session: SessionEntry, _ number: Int, _ language: Language) -> HTML {
    let id = "session-\(number)"
    let isThisOne = overview.isThisOne(session)
    let mark: HTML = isThisOne ? " <strong>\(language(.thisSession))</strong>" : ""
    let network: HTML =
      session.network.text.utf8.isEmpty ? "" : "<span translate=\"no\">\(session.network.text)</span><br>\n"
    let button: HTML =
      isThisOne
      ? """
      <form method="post" action="\(call.place(of: .logout).text)">
      <button>\(language(.logOut))</button>
      </form>

      """
      : """
      \(formStart(.endSession, .hidden("session", session.id.text)))\
      <button aria-describedby="\(id)">\(language(.endSession))</button>
      </form>

      """
    return """
      <li><p><span id="\(id)">\(name(of: session.device, language))</span>\(mark)<br>
      \(network)\(language(.begun)) \(HTML.minute(session.madeAt))<br>
      \(language(.renewed)) \(HTML.minute(session.renewedAt))</p>
      \(button)</li>

      """
  }

  private func name(of device: DeviceName, _ language: Language) -> String {
    if device.program.utf8.isEmpty {
      return device.system.utf8.isEmpty ? language(.unknownDevice) : device.system
    }
    return device.program + (device.system.utf8.isEmpty ? "" : language(.onSystem, device.system))
  }
}

extension AccountAction {
  /// The fields of its form that people fill in.
  fileprivate var fields: [StaticString] {
    switch self {
    case .changeProfile: ["name"]
    case .changePassword: ["currentPassword", "newPassword"]
    case .changeEmail: ["newEmail", "currentPassword"]
    case .export, .close: ["currentPassword"]
    case .endSession, .endOtherSessions: []
    }
  }

  /// What the page says once it is done.
  fileprivate var notice: Phrase? {
    switch self {
    case .changeProfile: .saved
    case .changePassword: .passwordChanged
    case .changeEmail: .emailChanged
    case .endSession: .oneSessionEnded
    case .endOtherSessions: .otherSessionsEnded
    case .export, .close: nil
    }
  }
}
