import CGIAuthHTTP

/// The page with the form for address and password: of register or of login.
struct CredentialsPage {
  let kind: PageKind
  /// What the address field has to begin with.
  var email: [UInt8] = []
  /// Why the form is there again.
  var problem: AuthError?
  var notice: Notice?
  /// Where to go after login, where that is not the default.
  var next: LocalPath?
  /// The fewest characters of a new password.
  let passwordMinCharacters: Int

  /// What is told above the login form.
  enum Notice: String, CaseIterable {
    case registered
    case loggedOut = "logged-out"
    case sessionEnded = "session-ended"

    fileprivate var text: Text {
      switch self {
      case .registered: .registered
      case .loggedOut: .loggedOut
      case .sessionEnded: .sessionEnded
      }
    }
  }

  /// The answer: 200, or the status of the problem.
  func response(_ pages: Pages, by services: Services, to request: Request) throws(AuthError) -> Response {
    let isLogin = kind == .login
    let language = pages.language
    let title = language(isLogin ? .logIn : .createAccount)
    let field = problem?.fieldAndText(in: language)
    let action = services.place(of: isLogin ? .login : .register, seenFrom: request).text
    let other = services.place(of: isLogin ? .register : .login, seenFrom: request).text
    let query = next.map { "?next=\($0.queryValue)" } ?? ""
    let above: HTML? =
      if let problem, field == nil {
        "<p role=\"alert\" id=\"problem\">\(problem.text(in: language))</p>\n"
      } else if let notice {
        "<p role=\"status\" id=\"notice\">\(language(notice.text))</p>\n"
      } else {
        nil
      }
    let hint: HTML? =
      isLogin
      ? nil
      : "<p class=\"hint\" id=\"password-hint\">\(language(.passwordHint, String(passwordMinCharacters)))</p>\n"
    let emailField = Field(
      .email, label: language(.email), type: "email", autocomplete: "username", value: email,
      error: field?.field == .email ? field?.text : nil, hint: nil)
    let passwordField = Field(
      .password, label: language(.password), type: "password",
      autocomplete: isLogin ? "current-password" : "new-password", value: [],
      error: field?.field == .password ? field?.text : nil, hint: hint)
    let hiddenNext: HTML? = next.map { "<input type=\"hidden\" name=\"next\" value=\"\($0.text)\">\n" }
    var response = try pages.page(
      problem?.response.status ?? .ok, kind, title: title,
      """
      \(above)<form method="post" action="\(action)">
      \(emailField.html)\(passwordField.html)\(hiddenNext)<button>\(title)</button>
      </form>
      <p class="other">\(language(isLogin ? .noAccountYet : .haveAccount)) \
      <a href="\(other)\(query)">\(language(isLogin ? .createAccount : .logIn))</a></p>
      """)
    for field in problem?.response.fields ?? [] where field.name == .retryAfter || field.name == .allow {
      response.add(field.name, field.value)
    }
    return response
  }
}

/// A labelled field, with what is to be said about it.
private struct Field {
  let html: HTML

  init(
    _ field: CredentialField, label: String, type: StaticString, autocomplete: StaticString, value: [UInt8],
    error: String?, hint: HTML?
  ) {
    let name = field.rawValue
    var described: [String] = []
    if hint != nil { described.append("\(name)-hint") }
    if error != nil { described.append("\(name)-error") }
    let attributes: HTML =
      (described.isEmpty ? "" : " aria-describedby=\"\(described.joined(separator: " "))\"")
      + (error == nil ? "" : " aria-invalid=\"true\" autofocus")
    let message: HTML? = error.map { "<p class=\"error\" id=\"\(name)-error\">\($0)</p>\n" }
    html = """
      <label for="\(name)">\(label)</label>
      <input id="\(name)" name="\(name)" type="\(type.description)" autocomplete="\(autocomplete.description)" \
      value="\(String(decoding: value, as: UTF8.self))" required\(attributes)>
      \(hint)\(message)
      """
  }
}
