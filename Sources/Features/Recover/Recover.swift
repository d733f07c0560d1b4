public import CGIAuthCore

/// `recover.cgi`: a new password for people who have forgotten theirs, by a link in a mail.
public enum Recover {
  /// The feature, which refuses the passwords of a list.
  @export(interface) public static func respond(refusing commonPasswords: PasswordList) -> Program.Feature {
    { call throws(Refusal) in try respond(to: call, refusing: commonPasswords) }
  }

  /// Answers 200 to everybody who asks for a mail, and to whoever chooses a password with its ticket.
  ///
  /// Asking with a ticket in the URL changes nothing, however often a mail scanner does it: the ticket goes
  /// into a cookie, and from there into the form.
  private static func respond(
    to call: Call, refusing commonPasswords: PasswordList
  ) throws(Refusal) -> Outcome {
    if let outcome = try call.carryingTicket(to: .recover) { return outcome }
    var ticket = try call.ticketToShow()
    let outcome = try call.form({ page($0, $1, call, ticket) }) { fields, _ throws(Refusal) in
      guard let text = fields["t"] else {
        ticket = nil
        return try call.askForRecovery(fields)
      }
      ticket = text
      do throws(Refusal) { return try call.recover(by: text, fields, refusing: commonPasswords) } catch {
        // With a ticket that is of no more use, the form is the one for another.
        if error.isFor(Refusal.ticketRefused.word) { ticket = nil }
        throw error
      }
    }
    call.sendWhatWaits()
    return outcome
  }

  private static func page(
    _ state: FormState, _ pages: Pages, _ call: Call, _ ticket: [UInt8]?
  ) -> FormPage {
    let language = pages.language
    let place = call.place(of: .recover)
    let wayBack: HTML = "<p class=\"other\">\(call.link(.logIn, to: .login, state, pages))</p>\n"
    if let ticket {
      let password = FormField(
        "newPassword", label: language(.newPassword), type: "password", autocomplete: "new-password",
        hint: language(.passwordHint, String(call.configuration.passwordMinCharacters)))
      var page = FormPage(
        .recover, title: language(.chooseNewPassword), button: language(.setPassword), action: place,
        [password], next: nil, below: wayBack)
      page.hidden = hiddenFields(ticket, call)
      return page
    }
    let email = FormField(
      "email", label: language(.email), type: "email", autocomplete: "username", value: state.email)
    var page = FormPage(
      .recover, title: language(.forgotten), button: language(.sendLink), action: place, [email], next: nil,
      below: wayBack)
    page.notice =
      if state.query?["notice"]?.isEqual(to: "sent") ?? false {
        """
        <div role="status" id="notice"><p>\(language(.linkOnItsWay))</p>
        <p>\(language(.lookIntoMail))</p></div>

        """
      } else if call.carriedTicket != nil, state.query != nil {
        "<p role=\"alert\" id=\"notice\">\(language(.ticketRefused))</p>\n"
      } else {
        "<p class=\"hint\" id=\"notice\">\(language(.forgottenHint))</p>\n"
      }
    return page
  }

  /// The ticket, and for password managers whose password it is.
  private static func hiddenFields(_ ticket: [UInt8], _ call: Call) -> HTML {
    let email = (try? call.userToRecover(by: ticket))?.0.email.text
    let username: HTML? = email.map {
      "<input type=\"email\" autocomplete=\"username\" value=\"\($0)\" readonly hidden>\n"
    }
    return """
      <input type="hidden" name="t" value="\(String(decoding: ticket, as: UTF8.self))">
      \(username)
      """
  }
}

extension Call {
  /// The ticket that the form is for: that of the link which the browser came by, while it is good.
  fileprivate func ticketToShow() throws(Refusal) -> [UInt8]? {
    guard asksForForm, let ticket = carriedTicket else { return nil }
    do throws(Refusal) { _ = try userToRecover(by: ticket) } catch {
      guard error.failure == nil else { throw error }
      return nil
    }
    return ticket
  }

  /// The user whose ticket came, from a mail or from an administrator.
  fileprivate func userToRecover(by text: [UInt8]) throws(Refusal) -> (User, Ticket) {
    do throws(Refusal) { return try user(by: text, for: .recovery) } catch {
      guard error.isFor(Refusal.ticketRefused.word) else { throw error }
      return try user(by: text, for: .shownRecovery)
    }
  }

  /// Keeps the wish for a mail: the same steps for every address.
  fileprivate func askForRecovery(_ fields: BodyFields) throws(Refusal) -> Outcome {
    guard let mail = try mailIfOn() else { throw .mailIsOff }
    let email = try fields.email()
    try ask(for: .recovery, email, mail)
    if carriedTicket != nil { try carryTicket(nil) }
    return .done(
      "If that address has an account, a mail is on its way",
      then: self.place(of: .recover).adding(query: "notice=sent"))
  }

  /// Gives the user of a ticket another password: every session and every other ticket ends, and nobody is
  /// logged in.
  fileprivate func recover(
    by text: [UInt8], _ fields: BodyFields, refusing commonPasswords: PasswordList
  ) throws(Refusal) -> Outcome {
    let (user, ticket) = try userToRecover(by: text)
    let proves = ticket.purpose == .recovery
    let new = try fields.passwordField("newPassword")
    do throws(Refusal) { try judge(new, for: user.email, refusing: commonPasswords) } catch {
      throw error.about("newPassword")
    }
    let newHash: [UInt8] = try hashing(for: .login) { () throws(Refusal) in try hash(new) }
    let now = clock.now()
    var isUsed = false
    let changed = try Refusal.taking(
      store: try users.change(user.email, id: user.id) { found in
        // Of many that use it at once, one is first.
        guard ticket.isGood(for: found, now: now) else { return nil }
        isUsed = true
        // An administrator's mark stays: this opens no door that was shut.
        let isShut = found.isDisabled && !(proves && found.isUnconfirmed)
        return found.replacing(
          [("since", .number(JSONNumber(now + 1))), ("session", nil), found.withoutTickets]
            + (proves ? User.confirmed : []),
          passwordHash: (isShut ? [UInt8(ascii: "!")] : []) + newHash)
      })
    guard isUsed, let changed else { throw .ticketRefused }
    guard changed.passwordHash != user.passwordHash else { throw Refusal(.fullRecord) }
    record(.recovered(changed))
    forgetSessions(of: changed)
    try clearCookies()
    try carryTicket(nil)
    notify(.passwordChanged, changed.email)
    return .done("Password changed", then: self.loginPage(.passwordChanged, next: nil))
  }
}

extension AuditEvent {
  /// A new password was set by a link in a mail.
  static func recovered(_ user: User) -> AuditEvent { AuditEvent("password-recovered", user) }
}
