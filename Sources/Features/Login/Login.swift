public import CGIAuthCore

/// `login.cgi`: gives a token for an address and its password.
public enum Login {
  /// Answers 200 and the cookie, or 401, the same for an unknown address, a wrong password and a disabled
  /// user; 429 after too many of those.
  @export(interface) public static func respond(to call: Call) throws(Refusal) -> Outcome {
    if let outcome = try call.carryingTicket(to: .login) { return outcome }
    let outcome = try call.form({ page($0, $1, call) }, insteadOf: { call.detour() }) {
      fields, next throws(Refusal) in
      let grant = try LoginGrant(fields, call.request)
      let tokens: IssuedTokens
      if let by = fields["by"] {
        guard by.isEqual(to: "mail") else { throw .byMalformed }
        return try call.askForLogin(fields, next: next)
      } else if let code = fields["code"] {
        tokens = try call.logIn(try call.user(byCode: code), by: .mail, grant)
      } else if let ticket = fields["t"] {
        tokens = try call.logIn(try call.user(byLink: ticket), by: .mail, grant)
      } else {
        tokens = try call.logIn(try call.user(of: try Credentials(fields)), by: .password, grant)
      }
      if grant.isForProgram { return .response(tokens.response()) }
      try call.setCookies(tokens)
      call.notifyOfNewDevice(tokens.user)
      try call.setDeviceCookie(for: tokens.user)
      return .done("Login successful", then: call.placeAfterLogin(next))
    }
    call.sendWhatWaits()
    return outcome
  }

  private static func page(_ state: FormState, _ pages: Pages, _ call: Call) -> FormPage {
    if let page = mailPage(state, pages, call) { return page }
    let language = pages.language
    let password = FormField(
      "password", label: language(.password), type: "password", autocomplete: "current-password")
    var page = call.credentialsPage(
      .login, of: .login, .logIn, button: .logIn, password: password, state, pages,
      below: (call.canRecover ? [(.forgotten, .recover)] : [])
        + (call.offersRegistration ? [(.createAccount, .register)] : []))
    // Without sessions, an access token is all that there is.
    if !call.configuration.isStateless {
      page.choice = """
        <label class="choice"><input type="checkbox" name="remember" value="yes"\(state.isRemembered ? " checked" as HTML : "")> \
        \(language(.remember))</label>

        """
    }
    if (try? call.offersLoginByMail()) ?? false {
      // Without a password: the browser is not to ask for one.
      page.otherButton = """
        <button name="by" value="mail" class="second" formnovalidate>\(language(.mailInstead))</button>

        """
    }
    if let notice = state.notice {
      page.notice = "<p role=\"status\" id=\"notice\">\(language(notice.phrase))</p>\n"
    } else if let place = state.next?.shown, !place.isEqual(to: call.place(of: .protected).text) {
      page.notice = "<p class=\"hint\" id=\"notice\">\(language(.toSee, place))</p>\n"
    }
    return page
  }
}

extension LocalPath {
  /// The path without its query, to be read by people; nil for one that tells them nothing.
  fileprivate var shown: String? {
    let path = text.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    return (2...80).contains(path.count) ? String(path) : nil
  }
}

extension LoginNotice {
  fileprivate var phrase: Phrase {
    switch self {
    case .registered: .registered
    case .loggedOut: .loggedOut
    case .sessionEnded: .sessionEnded
    case .accountClosed: .accountClosed
    case .passwordChanged: .passwordIsChanged
    case .addressConfirmed: .addressIsConfirmed
    case .confirmationSent: .confirmationIsSent
    }
  }
}

extension Call {
  /// The tokens of a new session. The sessions whose cookies came with the request end.
  fileprivate func logIn(
    _ user: User, by methods: SessionEntry.Methods, _ grant: LoginGrant
  ) throws(Refusal) -> IssuedTokens {
    let tokens = try beginSession(of: user, by: methods, isRemembered: grant.isRemembered)
    if !grant.isForProgram { endSessionsBefore() }
    record(.loggedIn(user))
    warnOfWeakHash()
    warnOfWeakSecret()
    warnOfOthers()
    return tokens
  }

  /// The user with these credentials.
  fileprivate func user(of credentials: Credentials) throws(Refusal) -> User {
    let user = try Refusal.taking(store: try users.user(credentials.email, evenly: true))
    let refusal = try problem(with: credentials.password, for: credentials.email, of: user)
    guard refusal == nil, let user else {
      record(.loginRefused(credentials.email, user, refusal ?? .unknownAddress))
      throw .invalidCredentials
    }
    if let pending = user.pending {
      let isConfirmed = pending == .approve
      record(.loginRefused(credentials.email, user, isConfirmed ? .notApproved : .notConfirmed))
      throw isConfirmed ? .notApproved : .addressUnconfirmed
    }
    return renewHash(of: user, credentials.password)
  }
}
