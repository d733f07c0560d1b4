import CGIAuthCore

// A login by the link or the code of a mail, where that is on.
extension Call {
  /// Keeps the wish for a mail: the same steps for every address. The browser alone that asked can use the
  /// code.
  func askForLogin(_ fields: BodyFields, next: LocalPath?) throws(Refusal) -> Outcome {
    guard try offersLoginByMail(), let mail = try mailIfOn() else { throw .byMalformed }
    let email = try fields.email()
    let nonce = try Refusal.taking(system: try randomBytes(Self.mailNonceBytes))
    try ask(for: .login, email, mail, detail: Base64URL.encode(nonce))
    try setMailCookie(email, .login, nonce: nonce)
    return .done(
      Self.mailOnItsWay,
      then: self.place(of: .login).adding(query: "by=mail").adding(nil, next: next))
  }

  /// The user whose code came, in the browser that asked for it.
  ///
  /// - Throws: 401 as for a wrong password; 429 after too many failures.
  func user(byCode typed: [UInt8]) throws(Refusal) -> User {
    guard try offersLoginByMail(), let (email, nonce) = try mailCookie(.login),
      let keys = try privateKeysIfAny()
    else { throw Self.wrongCode }
    let found = try Refusal.taking(store: try users.user(email, evenly: true))
    let attempt = try countedFailure(at: email, of: found)
    let text = Base64URL.encode(nonce)
    guard isAmongThreeToday("code \(text)"), let user = found, !user.isDisabled,
      MailCode.isRight(MailCode.typed(typed), text, of: user, keys)
    else {
      record(.loginRefused(email, found, .wrongCode))
      throw Self.wrongCode
    }
    attempt.succeed()
    return try usingTickets(of: user) { $0.ticketNumber == user.ticketNumber }
  }

  /// The user whose link came.
  ///
  /// - Throws: 401 where it is of no use.
  func user(byLink text: [UInt8]) throws(Refusal) -> User {
    guard try offersLoginByMail() else { throw .ticketRefused }
    let (user, ticket) = try user(by: text, for: .login)
    let now = clock.now()
    return try usingTickets(of: user) { ticket.isGood(for: $0, now: now) }
  }

  /// The user, with every ticket of before used up. The first proof that the address is his ends what was
  /// begun before it.
  private func usingTickets(of user: User, ifGood isGood: (User) -> Bool) throws(Refusal) -> User {
    guard !user.isDisabled else { throw .ticketRefused }
    let isFirst = !user.profile.isConfirmed
    let since = nextSecond
    let changed = try change(user, orElse: .ticketRefused) { found in
      guard isGood(found), !found.isDisabled else { return nil }
      return (
        User.confirmed + [found.withoutTickets] + (isFirst ? [("since", .number(JSONNumber(since)))] : []),
        nil
      )
    }
    if isFirst { forgetSessions(of: changed) }
    endStreak(at: changed.email)
    try clearMailCookie()
    if carriedTicket != nil { try carryTicket(nil) }
    return changed
  }

  private static var wrongCode: Refusal { Refusal.wrongPassword(.codeWrong).about("code") }
}

// What the login page shows of it.
extension Login {
  /// The page's other forms; nil for that of the password.
  static func mailPage(_ state: FormState, _ pages: Pages, _ call: Call) -> FormPage? {
    guard (try? call.offersLoginByMail()) ?? false else { return nil }
    let language = pages.language
    let wayBack = "<p class=\"other\">\(call.link(.logInByPassword, to: .login, state, pages))</p>\n" as HTML
    if let ticket = call.carriedTicket, let (user, _) = try? call.user(by: ticket, for: .login),
      state.problem == nil
    {
      var page = FormPage(
        .login, title: language(.logIn), button: language(.logIn), action: call.place(of: .login), [],
        next: state.next, below: wayBack)
      page.notice = "<p id=\"notice\">\(language(.logInAs, user.email.text))</p>\n"
      page.hidden = .hidden("t", String(decoding: ticket, as: UTF8.self))
      return page
    }
    let isAsked = state.query?["by"]?.isEqual(to: "mail") ?? false
    guard isAsked || state.problem.map({ $0.field?.description.isEqual(to: "code") ?? false }) ?? false,
      let asked = try? call.mailCookie(.login)
    else { return nil }
    let code = FormField(
      "code", label: language(.code), type: "text", autocomplete: "one-time-code", hint: language(.codeHint))
    var page = FormPage(
      .login, title: language(.logIn), button: language(.logIn), action: call.place(of: .login), [code],
      next: state.next, below: wayBack)
    page.notice = .mailNotice(language(.codeSent, asked.email.text), in: language)
    return page
  }
}

extension Refusal {
  static var byMalformed: Refusal {
    Refusal(
      .unprocessableContent, "by-malformed", "by must be mail, where that is on", field: "by",
      text: .unreadable)
  }
}
