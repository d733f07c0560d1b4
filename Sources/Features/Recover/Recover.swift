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
    var ticket = try call.aboutCarriedTicket { text throws(Refusal) in
      _ = try call.userToRecover(by: text)
      return text
    }
    let outcome = try call.form({ page($0, $1, call, ticket) }) { fields, _ throws(Refusal) in
      guard let text = fields["t"] else {
        ticket = nil
        return try call.askForMail(.recovery, fields, at: .recover)
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
    guard let ticket else {
      return call.mailForm(
        .recover, of: .recover, .forgotten, hint: .forgottenHint, sent: .linkOnItsWay, state, pages)
    }
    let language = pages.language
    let password = FormField(
      "newPassword", label: language(.newPassword), type: "password", autocomplete: "new-password",
      hint: language(.passwordHint, String(call.configuration.passwordMinCharacters)))
    var page = FormPage(
      .recover, title: language(.chooseNewPassword), button: language(.setPassword),
      action: call.place(of: .recover), [password], next: nil,
      below: "<p class=\"other\">\(call.link(.logIn, to: .login, state, pages))</p>\n")
    page.hidden = hiddenFields(ticket, call)
    return page
  }

  /// The ticket, and for password managers whose password it is.
  private static func hiddenFields(_ ticket: [UInt8], _ call: Call) -> HTML {
    let email = (try? call.userToRecover(by: ticket))?.0.email.text
    let username: HTML? = email.map {
      "<input type=\"email\" autocomplete=\"username\" value=\"\($0)\" readonly hidden>\n"
    }
    return "\(.hidden("t", String(decoding: ticket, as: UTF8.self)))\(username)"
  }
}

extension Call {
  /// The user whose ticket came, from a mail or from an administrator.
  fileprivate func userToRecover(by text: [UInt8]) throws(Refusal) -> (User, Ticket) {
    do throws(Refusal) { return try user(by: text, for: .recovery) } catch {
      guard error.isFor(Refusal.ticketRefused.word) else { throw error }
      return try user(by: text, for: .shownRecovery)
    }
  }

  /// Gives the user of a ticket another password: every session and every other ticket ends, and nobody is
  /// logged in.
  fileprivate func recover(
    by text: [UInt8], _ fields: BodyFields, refusing commonPasswords: PasswordList
  ) throws(Refusal) -> Outcome {
    let (user, ticket) = try userToRecover(by: text)
    let proves = ticket.purpose == .recovery
    let new = try fields.passwordField("newPassword")
    try judge(new, for: user.email, refusing: commonPasswords, about: "newPassword")
    let newHash: [UInt8] = try hashing(for: .login) { () throws(Refusal) in try hash(new) }
    let now = clock.now()
    let awaitsApproval = user.isUnconfirmed ? try registrationRules().mode == .approval : false
    let changed = try change(user, orElse: .ticketRefused) { found in
      guard ticket.isGood(for: found, now: now) else { return nil }
      // An administrator's mark stays, and so does what is awaited: this opens no door that was shut.
      let isConfirmed = proves && found.isUnconfirmed
      let isShut = found.isDisabled && (!isConfirmed || awaitsApproval)
      let proof =
        isConfirmed
        ? found.confirmed(awaitingApproval: awaitsApproval) : proves ? [("confirmed", .bool(true))] : []
      return (
        [("since", .number(JSONNumber(now + 1))), ("session", nil), found.withoutTickets] + proof,
        (isShut ? [UInt8(ascii: "!")] : []) + newHash
      )
    }
    record(.recovered(changed))
    if awaitsApproval, changed.pending == .approve { tellOfWaiting(changed.email) }
    forgetSessions(of: changed)
    endStreak(at: changed.email)
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
