import CGIAuthLibC

// What a request has to do with mail: it keeps what is wanted in the outbox, and starts the program that
// sends.
extension Call {
  /// The program that sends, beside this one. It has no ending: it is none that a web server runs.
  package static var senderName: String { "send" }

  private var sender: String { "\(configuration.programDirectory)/\(Self.senderName)" }

  /// How this site sends mail; nil where it does not. Where its program was not uploaded, mail is off.
  ///
  /// - Throws: where a setting of mail is what is wrong.
  package func mailIfOn() throws(Refusal) -> SiteMail? {
    let settings = try mailSettings()
    let isTurnedOff = configuration.value(of: "mail")?.isEqual(to: "off") ?? false
    return settings.isComplete && !isTurnedOff && access(sender, X_OK) == 0 ? settings : nil
  }

  /// Where a ticket of recovery is used: an address of `site_url`, else a path of this site, which a browser
  /// completes.
  package func recoveryLink(_ ticket: Ticket) throws(Refusal) -> String {
    try link(to: "recover", .recover, ticket.text(try privateKeys()))
  }

  /// A link with something concealed in it: an address of `site_url`, else a path of this site.
  func link(to name: StaticString, _ program: ProgramName, _ text: String) throws(Refusal) -> String {
    try mailSettings().link(to: name, text) ?? place(of: program).adding(query: "t=\(text)").text
  }

  /// Whether a mail can take the place of the password.
  ///
  /// - Throws: 500 where a setting is wrong, or wants mail, which is off.
  package func offersLoginByMail() throws(Refusal) -> Bool {
    guard try mailSettings().logsIn else { return false }
    try requireMail(for: "login_by_mail")
    return true
  }

  private func mailSettings() throws(Refusal) -> SiteMail {
    if let knownMail { return knownMail }
    do {
      let settings = try site.mail()
      knownMail = settings
      return settings
    } catch { throw Refusal(error) }
  }

  /// Whether people who have forgotten their password can have a link for a new one.
  package var canRecover: Bool {
    isThere(.recover) && ((try? mailIfOn()) ?? nil) != nil
  }

  /// The language that mails to the client are in, unless the user has chosen one.
  private var language: Language { pages.language }

  /// Keeps a mail that somebody asks for who is not logged in. Whether the address has an account is not
  /// looked up here: every address takes the same steps.
  ///
  /// Over the limits nothing is kept, and the answer is the same.
  ///
  /// - Parameter recipient: the address that the mail goes to, where that is another than the account's.
  /// - Throws: 503 where it cannot be kept.
  package func ask(
    for purpose: MailPurpose, _ email: EmailAddress, _ mail: SiteMail, to recipient: EmailAddress? = nil,
    passwordHash: [UInt8]? = nil, detail: String = ""
  ) throws(Refusal) {
    // What is more for a browser is more for the accounts that it knows: there has to be one.
    let known = recipient == nil && passwordHash == nil && detail.isEmpty ? knownUsers()?.text : nil
    let attempt = MailAttempt(
      to: recipient ?? email, from: network, knownDevice: known.map { Array($0.utf8) },
      perHour: mail.halfPerHour, in: mailLedger)
    switch try Refusal.taking(attempt: try attempt.count()) {
    case .refused: break
    case .granted: try keep(purpose, email, passwordHash: passwordHash, detail: detail)
    case .grantedToKnownDevice: try keep(purpose, email, detail: known ?? "")
    }
    sendWhatWaits(mail)
  }

  /// Keeps a mail to a user about what happened, where mail is on. It costs nobody the answer.
  package func notify(_ purpose: MailPurpose, _ email: EmailAddress) {
    do throws(Refusal) {
      guard let mail = try mailIfOn() else { return }
      try post(purpose, to: email, by: mail)
    } catch { note("mail-unavailable", error) }
  }

  /// Keeps a mail that somebody asks for who is logged in.
  ///
  /// - Throws: 503 where it cannot be kept.
  package func post(
    _ purpose: MailPurpose, to email: EmailAddress, by mail: SiteMail, detail: String = ""
  ) throws(Refusal) {
    try keep(purpose, email, detail: detail)
    sendWhatWaits(mail)
  }

  /// Tells a user that somebody logged in with a browser that is not known, where mail is on: three times a
  /// day at most, and not within the hour of the registration.
  package func notifyOfNewDevice(_ user: User) {
    guard ((try? mailIfOn()) ?? nil) != nil, !isKnownDevice(of: user),
      clock.now() - (user.registeredAt ?? 0) >= 3_600, isAmongThreeToday("device \(user.id)")
    else { return }
    notify(.newDevice, user.email)
  }

  /// Counts what there may be three of within a day; false where there were.
  package func isAmongThreeToday(_ subject: String) -> Bool {
    DailyLimit(subject, in: mailLedger).count()
  }

  private var mailLedger: AttemptLedger { ledger("mails", .mail) }

  private func keep(
    _ purpose: MailPurpose, _ email: EmailAddress, passwordHash: [UInt8]? = nil, detail: String = ""
  ) throws(Refusal) {
    var entry = OutboxEntry(
      purpose, email, language, at: clock.now(), from: network,
      with: DeviceName(userAgent: request.header("USER_AGENT")), detail: detail)
    entry.passwordHash = passwordHash
    try Refusal.taking(
      system: try site.outbox.add(entry, site.randomness))
  }

  /// Has the sender started after the answer where there is mail to send, such as what a server that was down
  /// did not take.
  package func sendWhatWaits() {
    guard let mail = try? mailIfOn() else { return }
    sendWhatWaits(mail)
  }

  private func sendWhatWaits(_ mail: SiteMail) {
    guard !site.outbox.isEmpty else { return }
    afterwards = DetachedProgram(path: sender, variables: configuration.variables(of: request.environment))
  }

  // MARK: The browser that asked

  /// Has the browser know that it asked for a mail to an address, for as long as the mail's ticket is good.
  ///
  /// - Parameters:
  ///   - nonce: what tells this from what the same browser asked before.
  package func setMailCookie(
    _ email: EmailAddress, _ purpose: Ticket.Purpose, nonce: [UInt8]
  ) throws(Refusal) {
    let keys = try privateKeys()
    var content = [purpose.rawValue]
    content.append(number: clock.now() + purpose.lifetimeSeconds, bytes: 5)
    try set(
      authCookies.holding(
        keys.conceal(content + nonce + email.text.utf8, for: .mail), .mail,
        maxAgeSeconds: purpose.lifetimeSeconds))
  }

  /// The address that the browser asked for a mail to, and what tells this from what it asked before; nil
  /// where it did not, or too long ago.
  package func mailCookie(_ purpose: Ticket.Purpose) throws(Refusal) -> (email: EmailAddress, nonce: [UInt8])?
  {
    guard let value = cookieValues(.mail).first, let keys = try privateKeysIfAny(),
      let content = keys.reveal(value, for: .mail)
    else { return nil }
    var reader = ByteReader(content[...])
    guard reader.number(1) == Int(purpose.rawValue), clock.now() < reader.number(5) else { return nil }
    let nonce = reader.take(Self.mailNonceBytes)
    return EmailAddress(reader.remainder).map { ($0, nonce) }
  }

  /// Has the browser forget that.
  package func clearMailCookie() throws(Refusal) { try set(authCookies.cleared(.mail)) }

  package static var mailNonceBytes: Int { 9 }

  // MARK: Undos

  package var undos: Undos { site.undos(until: deadline) }

  /// The way back to a former address that is open, with the key of its record; nil where there is none.
  package func undo(of email: EmailAddress) throws(Refusal) -> (undo: Undos.Undo, key: [UInt8])? {
    guard let keys = try privateKeysIfAny() else { return nil }
    let tableKeys = keys.tableKeys(of: email.text, for: .undo)
    return try Refusal.taking(store: try undos.undo(anyOf: tableKeys, now: clock.now()))
  }

  // MARK: Tickets

  /// The user whose ticket came, as the user file has him now.
  ///
  /// - Throws: 401 where it is none of this purpose, or is of no more use.
  package func user(
    by text: [UInt8], for purpose: Ticket.Purpose, about subject: (User) -> String = { _ in "" }
  ) throws(Refusal) -> (User, Ticket) {
    guard let keys = try privateKeysIfAny(), let ticket = Ticket(text, keys), ticket.purpose == purpose,
      let user = try Refusal.taking(store: try users.user(ticket.email)),
      ticket.isGood(for: user, about: subject(user), now: clock.now())
    else { throw .ticketRefused }
    return (user, ticket)
  }

  /// What a browser gets that comes by the link of a mail: the same page without the ticket in its URL, which
  /// would be in the web server's log, in the history, and on the screen for others to see.
  ///
  /// - Returns: nil where there is none in the URL.
  package func carryingTicket(to program: ProgramName) throws(Refusal) -> Outcome? {
    guard asksForForm, let text = FormBody(queryOf: request)["t"], text.count <= Self.maxTicketCharacters,
      Base64URL.decode(text) != nil
    else { return nil }
    try carryTicket(text)
    return .response(.seeOther(place(of: program)))
  }

  /// Longer than any ticket.
  private static let maxTicketCharacters = 600

  /// The ticket that the browser has of a link in a mail; nil where it has none.
  package var carriedTicket: [UInt8]? { cookieValues(.ticket).first.flatMap { $0.isEmpty ? nil : $0 } }

  /// Carries a ticket from the link to its form, for ten minutes; nil takes it away. A page whose address has
  /// none gives none away.
  package func carryTicket(_ text: [UInt8]?) throws(Refusal) {
    let text = text.map { String(decoding: $0, as: UTF8.self) }
    try set(authCookies.holding(text ?? "", .ticket, maxAgeSeconds: text == nil ? 0 : 600))
  }
}

extension Refusal {
  /// A ticket that is none, or was used, or has expired, or is of before a new password or address.
  package static var ticketRefused: Refusal {
    Refusal(.unauthorized, "ticket-refused", "Invalid Token", text: .ticketRefused)
  }

  /// Nobody can ask for mail here.
  package static var mailIsOff: Refusal {
    Refusal(.forbidden, "mail-off", "Mail is off", text: .mailIsOff)
  }
}
