public import CGIAuthCore

/// `confirm.cgi`: the button behind a link in a mail, by which somebody shows that an address is his.
public enum Confirm {
  /// Answers GET with a page that has one button, and POST once it is done.
  ///
  /// Nothing is done before the button: mail scanners open links, follow redirects and run scripts.
  @export(interface) public static func respond(to call: Call) throws(Refusal) -> Outcome {
    if let outcome = try call.carryingTicket(to: .confirm) { return outcome }
    defer { call.sendWhatWaits() }
    if call.asksForForm {
      guard let ticket = call.carriedTicket else { throw .ticketRefused }
      let door = try call.door(of: ticket)
      let pages = try call.pagesAsChosen(again: call.place(of: .confirm))
      let page = page(of: door, ticket, pages, call)
      return .response(try Refusal.taking(configuration: try page.response(pages, .ok)))
    }
    try call.admit(.post)
    guard let text = try BodyFields(of: call.request)["t"] else { throw .missing("t") }
    try call.pass(try call.door(of: text))
    try call.carryTicket(nil)
    return .done("Address confirmed", then: call.loginPage(.addressConfirmed, next: nil))
  }

  private static func page(of door: Door, _ ticket: [UInt8], _ pages: Pages, _ call: Call) -> FormPage {
    let language = pages.language
    let (title, text, button): (Phrase, Phrase, Phrase) =
      switch door {
      case .change: (.confirmAddress, .confirmChange, .confirm)
      case .undo: (.undoChange, .confirmUndo, .undoChange)
      }
    var page = FormPage(
      .confirm, title: language(title), button: language(button), action: call.place(of: .confirm), [],
      next: nil, below: pages.wayHome)
    page.notice = "<p id=\"notice\">\(language(text, door.email.text))</p>\n"
    page.hidden = "<input type=\"hidden\" name=\"t\" value=\"\(String(decoding: ticket, as: UTF8.self))\">\n"
    return page
  }
}

/// What a ticket is about.
enum Door {
  /// The user wants this address.
  case change(User, Ticket, to: EmailAddress)
  /// The former address wants its account back.
  case undo(Undos.Undo, key: [UInt8], Ticket)

  /// The address that the account has then.
  var email: EmailAddress {
    switch self {
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
    case .emailChange:
      let (user, ticket) = try user(by: text, for: .emailChange) { $0.wantedEmail?.text ?? "" }
      guard let email = user.wantedEmail else { throw .ticketRefused }
      return .change(user, ticket, to: email)
    case .undo:
      guard let (undo, key) = try undo(of: ticket.email),
        ticket.isGood(forUndoWith: undo.nonce, now: clock.now())
      else { throw .ticketRefused }
      return .undo(undo, key: key, ticket)
    case .recovery, .confirmation, .login, .invitation: throw .ticketRefused
    }
  }

  /// Does what the button is for.
  fileprivate func pass(_ door: Door) throws(Refusal) {
    switch door {
    case .change(let user, let ticket, let email): try change(user, ticket, to: email)
    case .undo(let undo, let key, let ticket): try goBack(to: ticket.email, undo, key)
    }
  }

  /// Gives a user the address that he wants. Who reads the mail of the former one can have the account back for
  /// a week, where that was shown to be his.
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
      if end > 0 { notify(.emailChanged, user.email, detail: email.text) }
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
