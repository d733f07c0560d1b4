public import CGIAuthCore

/// `confirm.cgi`: the button behind a link in a mail, by which somebody shows that an address is his.
public enum Confirm {
  /// Answers GET with a page that has one button, and POST once it is done.
  ///
  /// Nothing is done before the button: mail scanners open links, follow redirects and run scripts.
  @export(interface) public static func respond(to call: Call) throws(Refusal) -> Outcome {
    if let outcome = try call.carryingTicket(to: .confirm) { return outcome }
    var ticket = call.carriedTicket
    var door = try call.aboutCarriedTicket { text throws(Refusal) in try call.door(of: text) }
    let outcome = try call.form({ page($0, $1, call, door, ticket) }) { fields, _ throws(Refusal) in
      guard let text = fields["t"] else { return try call.askForMail(.confirmation, fields, at: .confirm) }
      ticket = text
      door = try call.door(of: text)
      let awaitsApproval = try call.pass(door, fields)
      try call.carryTicket(nil)
      if awaitsApproval { return call.approvalAwaited }
      return .done("Address confirmed", then: call.loginPage(.addressConfirmed, next: nil))
    }
    call.sendWhatWaits()
    return outcome
  }

  private static func page(
    _ state: FormState, _ pages: Pages, _ call: Call, _ door: Door?, _ ticket: [UInt8]?
  ) -> FormPage {
    let language = pages.language
    guard let door, let ticket else {
      return call.mailForm(
        .confirm, of: .confirm, .confirmAddress, hint: .confirmHint, sent: .mailOnItsWay, state, pages)
    }
    let (title, text, button): (Phrase, Phrase, Phrase) =
      switch door {
      case .registration: (.confirmAddress, .confirmRegistration, .confirm)
      case .change: (.confirmAddress, .confirmChange, .confirm)
      case .undo: (.undoChange, .confirmUndo, .undoChange)
      }
    var fields: [FormField] = []
    if case .registration(let user, _) = door, !call.hasRegistered(user) {
      fields.append(
        FormField(
          "password", label: language(.password), type: "password", autocomplete: "current-password",
          hint: language(.passwordOfRegistration)))
    }
    var page = FormPage(
      .confirm, title: language(title), button: language(button), action: call.place(of: .confirm), fields,
      next: nil, below: pages.wayHome)
    page.notice = "<p id=\"notice\">\(language(text, door.email.text))</p>\n"
    page.hidden = .hidden("t", String(decoding: ticket, as: UTF8.self))
    return page
  }
}

/// What a ticket is about.
enum Door {
  /// Somebody registered with this address.
  case registration(User, Ticket)
  /// The user wants this address.
  case change(User, Ticket, to: EmailAddress)
  /// The former address wants its account back.
  case undo(Undos.Undo, key: [UInt8], Ticket)

  /// The address that the account has then.
  var email: EmailAddress {
    switch self {
    case .registration(let user, _): user.email
    case .change(_, _, let email): email
    case .undo(_, _, let ticket): ticket.email
    }
  }
}

extension Call {
  /// What a ticket is about.
  ///
  /// - Throws: 401 where it is of no use.
  fileprivate func door(of text: [UInt8]) throws(Refusal) -> Door {
    guard let keys = try privateKeysIfAny(), let ticket = Ticket(text, keys) else { throw .ticketRefused }
    switch ticket.purpose {
    case .confirmation:
      let (user, ticket) = try user(by: text, for: .confirmation)
      guard user.isUnconfirmed else { throw .ticketRefused }
      return .registration(user, ticket)
    case .emailChange:
      let (user, ticket) = try user(by: text, for: .emailChange) { $0.wantedEmail?.text ?? "" }
      guard let email = user.wantedEmail else { throw .ticketRefused }
      return .change(user, ticket, to: email)
    case .undo:
      guard let (undo, key) = try undo(of: ticket.email),
        ticket.isGood(forUndoWith: undo.nonce, now: clock.now())
      else { throw .ticketRefused }
      return .undo(undo, key: key, ticket)
    case .recovery, .shownRecovery, .login: throw .ticketRefused
    }
  }

  /// Does what the button is for.
  ///
  /// - Returns: whether an administrator has to let the user in then.
  fileprivate func pass(_ door: Door?, _ fields: BodyFields) throws(Refusal) -> Bool {
    switch door {
    case .registration(let user, let ticket): return try confirm(user, ticket, fields)
    case .change(let user, let ticket, let email): try change(user, ticket, to: email)
    case .undo(let undo, let key, let ticket): try goBack(to: ticket.email, undo, key)
    case nil: throw .ticketRefused
    }
    return false
  }

  /// Whether this browser is the one that registered with the address of a user.
  fileprivate func hasRegistered(_ user: User) -> Bool {
    ((try? mailCookie(.confirmation)) ?? nil)?.email == user.email
  }

  /// Opens the account of somebody who has registered, and reads the mail of the address.
  ///
  /// Somebody else may have registered with it, and waits for its owner to press the button. So it asks for
  /// the password that was chosen, but in the browser that registered.
  private func confirm(_ user: User, _ ticket: Ticket, _ fields: BodyFields) throws(Refusal) -> Bool {
    let awaitsApproval = try registrationRules().mode == .approval
    if !hasRegistered(user) {
      let password = try fields.passwordField("password")
      if let refusal = try problem(with: password, for: user.email, of: user) {
        record(.confirmationRefused(user, refusal))
        throw .wrongPassword(.registrationPasswordWrong).about("password")
      }
    }
    let now = clock.now()
    let changed = try change(user, orElse: .ticketRefused) { found in
      guard ticket.isGood(for: found, now: now), found.isUnconfirmed else { return nil }
      return (
        found.confirmed(awaitingApproval: awaitsApproval) + [found.withoutTickets],
        awaitsApproval ? nil : found.hashToTry
      )
    }
    try clearMailCookie()
    record(.registrationConfirmed(changed))
    if awaitsApproval { tellOfWaiting(changed.email) }
    return awaitsApproval
  }

  /// Gives a user the address that he wants. Who reads the mail of the former one can have the account back
  /// for a week, where that was shown to be his.
  private func change(_ user: User, _ ticket: Ticket, to email: EmailAddress) throws(Refusal) {
    let now = clock.now()
    // A former address that can still have its account back is nobody's else.
    guard try undo(of: email) == nil else { throw .emailTaken }
    let session = sessionIfAny().flatMap { $0.userID.isEqual(to: user.id) ? $0.id : nil }
    var end = 0
    if user.profile.isConfirmed {
      end = now + Ticket.Purpose.undo.lifetimeSeconds
      let keys = try privateKeys()
      let undo = Undos.Undo(
        userID: Array(user.id.utf8), email: email, end: end,
        nonce: try Refusal.taking(system: try randomBytes(Undos.nonceBytes)))
      // First, so that there is no change without its undo.
      try Refusal.taking(store: try undos.set(keys.tableKeys(of: user.email.text, for: .undo)[0], undo))
    }
    let moved = try Refusal.taking(
      store: try users.move(
        user, to: email, validSince: now + 1,
        { _ in [("confirmed", .bool(true))] + (end > 0 ? [User.undoable(until: end)] : []) },
        ifGood: { ticket.isGood(for: $0, about: $0.wantedEmail?.text ?? "", now: now) }))
    switch moved {
    case .done(let moved):
      record(.addressConfirmed(user, to: email))
      if end > 0 { notify(.emailChanged, user.email) }
      // Everything that was issued before is of another address: this browser goes on by new tokens.
      if let session, let tokens = goOn(session, of: moved) {
        try setCookies(tokens)
      } else {
        try clearCookies()
        forgetSessions(of: moved)
      }
    case .taken: throw .emailTaken
    case .gone: throw .ticketRefused
    case .full: throw Refusal(.fullRecord)
    }
  }

  /// Gives an account back to its former address. Nobody knows its password then: a mail has the link for
  /// another.
  private func goBack(
    to email: EmailAddress, _ undo: Undos.Undo, _ key: [UInt8]
  ) throws(Refusal) {
    guard let user = try Refusal.taking(store: try users.user(undo.email)),
      user.id.utf8.elementsEqual(undo.userID)
    else { throw .ticketRefused }
    let hash = user.isDisabled ? [UInt8(ascii: "!")] + User.noPassword : User.noPassword
    let moved = try Refusal.taking(
      store: try users.move(
        user, to: email, validSince: clock.now() + 1,
        { _ in [("confirmed", .bool(true)), ("session", nil)] }, passwordHash: hash))
    switch moved {
    case .done(let moved):
      record(.addressUndone(user, to: email))
      // The way back is gone when the account is: a second click finds nothing to do.
      try Refusal.taking(store: try undos.set(key, nil))
      forgetSessions(of: moved)
      try clearCookies()
      notify(.recovery, email)
    case .taken: throw .emailTaken
    case .gone: throw .ticketRefused
    case .full: throw Refusal(.fullRecord)
    }
  }
}

extension AuditEvent {
  /// The address of a new account was shown to be that of who registered with it.
  static func registrationConfirmed(_ user: User) -> AuditEvent {
    AuditEvent("registered", reason: "confirmed", user.email, user: user.id)
  }

  /// The password of the registration was wrong.
  static func confirmationRefused(_ user: User, _ refusal: LoginRefusal) -> AuditEvent {
    AuditEvent("confirmation-refused", reason: refusal.rawValue, user.email, user: user.id)
  }

  /// The user is as before.
  static func addressConfirmed(_ user: User, to email: EmailAddress) -> AuditEvent {
    var event = AuditEvent("email-changed", reason: "confirmed", user.email, user: user.id)
    event.newEmail = email
    return event
  }

  /// The former address has its account back.
  static func addressUndone(_ user: User, to email: EmailAddress) -> AuditEvent {
    var event = AuditEvent("email-changed", reason: "undone", user.email, user: user.id)
    event.newEmail = email
    return event
  }
}
