import CGIAuthCore

/// Sends what waits in the outbox: looks up whom it is for, makes the ticket, writes the mail, hands it over.
struct Sender {
  private let site: Site
  private let clock: Clock
  private let mail: SiteMail
  private let from: EmailAddress
  private let transport: MailTransport
  /// When this process ends, whatever still waits: hosts end what runs long.
  private let deadline = Deadline(milliseconds: 600_000)
  /// How long one mail may take.
  private static let maxMailMilliseconds = 120_000

  /// The sender of a site; nil where it sends no mail.
  ///
  /// - Throws: what is wrong with its settings.
  init?(_ site: Site, _ clock: Clock) throws(Failure) {
    mail = try site.mail()
    do { transport = try MailTransport(site.configuration) } catch { throw Failure(error) }
    guard mail.isComplete, let from = mail.from, !transport.isOff else { return nil }
    self.from = from
    self.site = site
    self.clock = clock
  }

  /// Sends until nothing waits that can be sent now.
  ///
  /// Another sender at work finds what is added meanwhile: it looks once more when its turn is over.
  func run() throws(Failure) {
    var later: [String] = []
    while site.outbox.names.contains(where: { name in !later.contains { $0.isEqual(to: name) } }) {
      let turn: Outbox.Turn?
      do { turn = try site.outbox.takeTurn() } catch { throw Failure(error) }
      guard let turn, !isPausing(turn), try send(&later, turn) else { return }
    }
  }

  /// Whether a server that was down is left alone still. A time far ahead is of a clock that was wrong.
  private func isPausing(_ turn: Outbox.Turn) -> Bool {
    let rest = site.outbox.pause(turn).until - clock.now()
    return (1...1_800).contains(rest)
  }

  /// Sends what waits.
  ///
  /// - Parameter later: the files of what has to wait.
  /// - Returns: false where the way out is blocked for all.
  private func send(_ later: inout [String], _ turn: Outbox.Turn) throws(Failure) -> Bool {
    var isRefused = false
    for name in site.outbox.names where !later.contains(where: { $0.isEqual(to: name) }) {
      if deadline.hasPassed { return false }
      do throws(SystemError) {
        switch try send(name) {
        case .done: try site.outbox.succeeded(turn)
        case .nothing: break
        case .waits: later.append(name)
        case .refused:
          later.append(name)
          isRefused = true
        case .blocked:
          try site.outbox.failed(turn, now: clock.now())
          return false
        }
      } catch { throw Failure(error) }
    }
    if isRefused {
      do { try site.outbox.failed(turn, now: clock.now()) } catch { throw Failure(error) }
    }
    return true
  }

  private enum Result {
    case done
    /// There was nothing to send, or it will never be.
    case nothing
    /// It may not be sent within this hour.
    case waits
    /// This one is not taken now.
    case refused
    /// None is taken now.
    case blocked
  }

  private func send(_ name: String) throws(SystemError) -> Result {
    guard let entry = try site.outbox.entry(name) else {
      if try !site.outbox.has(name) { return .nothing }
      site.note("outbox-damaged a file in outbox was none of ours, and is removed", clock)
      try site.outbox.remove(name)
      return .nothing
    }
    let now = clock.now()
    if entry.purpose == .waiting, entry.detail.isEmpty { return try tellAdministrators(of: entry, name) }
    guard (entry.askedAt - Outbox.lifetimeSeconds...entry.askedAt + Outbox.lifetimeSeconds).contains(now)
    else {
      site.note("mail-expired a mail could not be sent within 24 hours, and is given up", clock)
      try site.outbox.remove(name)
      return .nothing
    }
    let written: Written?
    do throws(Failure) { written = try write(entry, now: now) } catch {
      site.note(error.logLine, clock)
      return .blocked
    }
    guard let written else {
      try site.outbox.remove(name)
      return .nothing
    }
    guard entry.purpose.isForStrangers || membersMails.count() else { return .waits }
    do throws(MailFailure) {
      let message = try MailMessage(
        written.letter, from: from, named: site.configuration.look.siteName ?? "", to: written.recipient,
        now: now, site.randomness)
      try transport.deliver(
        message.bytes, from: from, to: written.recipient,
        until: Deadline(milliseconds: Self.maxMailMilliseconds))
    } catch {
      site.note(error.logLine, clock)
      if error.isTemporary { return error.reason == .refused ? .refused : .blocked }
      site.record(.mailFailed(entry, written.user, error), clock)
      try site.outbox.remove(name)
      return .nothing
    }
    try site.outbox.remove(name)
    site.record(.mailSent(entry, written.user), clock)
    return .done
  }

  private var membersMails: MemberMails {
    MemberMails(perHour: mail.halfPerHour, in: site.mailLedger(clock) { site.note($0, clock) })
  }

  // MARK: What is written

  /// A letter, to whom it goes, and whose account it is about, if any.
  private struct Written {
    let letter: Letter
    let recipient: EmailAddress
    let user: User?
  }

  /// What an entry becomes; nil where there is nobody to write to.
  private func write(_ entry: OutboxEntry, now: Int) throws(Failure) -> Written? {
    switch entry.purpose {
    case .emailChanged: return try writeToFormerAddress(entry, now: now)
    case .confirmation: return try writeToWhoRegistered(entry, now: now)
    case .invitation: return try writeToWhoIsInvited(entry, now: now)
    default: break
    }
    guard let user = try user(entry.email), !user.isDisabled || user.isUnconfirmed else { return nil }
    // Beyond the limits, a browser has one for whom it knows, and for nobody else.
    if entry.purpose == .recovery, !entry.detail.isEmpty,
      !KnownUsers.contains(user.id, in: entry.detail)
    {
      return nil
    }
    let letters = letters(user, entry)
    let how = Letter.Circumstances(entry.device, at: entry.askedAt)
    let recoveryPage = mail.link(to: "recover") ?? ""
    switch entry.purpose {
    case .recovery, .recoveryByAdministrator:
      let link = try link(to: "recover", Ticket(.recovery, of: user, now: now))
      let letter: Letter =
        entry.purpose == .recovery
        ? .recovery(letters, link: link) : .recoveryByAdministrator(letters, link: link)
      return Written(letter: letter, recipient: user.email, user: user)
    case .linkShown:
      return Written(letter: .linkShown(letters, at: entry.askedAt), recipient: user.email, user: user)
    case .test: return Written(letter: .test(letters), recipient: user.email, user: user)
    case .approved:
      return Written(
        letter: .approved(letters, login: mail.link(to: "login") ?? "", recovery: recoveryPage),
        recipient: user.email, user: user)
    case .waiting:
      let link = (mail.link(to: "admin") ?? "") + "?waiting="
      return Written(
        letter: .waiting(letters, count: wholeNumber(entry.detail.utf8) ?? 1, link: link),
        recipient: user.email, user: user)
    case .emailChange:
      guard let wanted = user.wantedEmail, try self.user(wanted) == nil, try undo(of: wanted, now: now) == nil
      else { return nil }
      let link = try link(to: "confirm", Ticket(.emailChange, of: user, about: wanted.text, now: now))
      return Written(letter: .newAddress(letters, link: link), recipient: wanted, user: user)
    case .passwordChanged:
      return Written(
        letter: .passwordChanged(letters, how, recovery: recoveryPage), recipient: user.email, user: user)
    case .newDevice:
      return Written(
        letter: .newDevice(letters, how, recovery: recoveryPage), recipient: user.email, user: user)
    case .refreshReused:
      return Written(
        letter: .sessionEnded(letters, how, recovery: recoveryPage), recipient: user.email, user: user)
    case .login:
      guard !user.isUnconfirmed else { return nil }
      let keys = try site.privateKeys()
      let link = try link(to: "login", Ticket(.login, of: user, now: now))
      let code = MailCode.shown(MailCode.codes(entry.detail, of: user, keys)[0])
      return Written(
        letter: .login(letters, code: code, link: link, asked: how), recipient: user.email, user: user)
    case .emailChanged, .confirmation, .invitation: return nil
    }
  }

  /// To the address that somebody registered with: where it has no account, there is one from then on, which
  /// opens when the address is confirmed.
  private func writeToWhoRegistered(_ entry: OutboxEntry, now: Int) throws(Failure) -> Written? {
    if let hash = entry.passwordHash {
      let id: String
      do { id = try site.randomness.id() } catch { throw Failure(error) }
      let user = User(id: id, email: entry.email, passwordHash: hash, registeredAt: entry.askedAt)
        .waiting(for: .confirm, note: Array(entry.detail.utf8))
      guard let user else { return nil }
      let isFree = try undo(of: entry.email, now: now) == nil
      do {
        try site.users().sweepPending(now: now)
        if isFree { _ = try site.users().addRegistered(user) }
      } catch { throw Failure(error) }
    }
    guard let user = try user(entry.email) else { return nil }
    if user.isUnconfirmed {
      let link = try link(to: "confirm", Ticket(.confirmation, of: user, now: now))
      return Written(
        letter: .confirmation(letters(user, entry), link: link), recipient: user.email, user: user)
    }
    // Who asks for another mail has no use for one.
    guard entry.passwordHash != nil, !user.isDisabled else { return nil }
    let page = mail.link(to: "recover") ?? ""
    return Written(
      letter: .alreadyRegistered(letters(user, entry), recovery: page), recipient: user.email, user: user)
  }

  /// To an address that has no account yet.
  private func writeToWhoIsInvited(_ entry: OutboxEntry, now: Int) throws(Failure) -> Written? {
    guard let key = Base64URL.decode(Array(entry.detail.utf8)) else { return nil }
    let invitation: Invitation?
    do { invitation = try site.invitations().invitation(key, now: now) } catch { throw Failure(error) }
    guard let invitation, invitation.email == entry.email else { return nil }
    let text = try site.privateKeys().link(ofInvitation: key, isMailed: true)
    return Written(
      letter: .invitation(letters(nil, entry), link: mail.link(to: "register", text) ?? ""),
      recipient: entry.email, user: nil)
  }

  /// Keeps a mail for each administrator, where people wait to be let in: once an hour, for all who have
  /// registered until then.
  private func tellAdministrators(of entry: OutboxEntry, _ name: String) throws(SystemError) -> Result {
    // One is enough to remember that somebody waits.
    for other in site.outbox.names where !other.isEqual(to: name) {
      guard let found = try site.outbox.entry(other), found.purpose == .waiting, found.detail.isEmpty else {
        continue
      }
      try site.outbox.remove(other)
    }
    guard HourlyDigest(in: site.mailLedger(clock) { site.note($0, clock) }).count() else { return .waits }
    do throws(Failure) {
      let waiting: Int
      do { waiting = try site.users().waiting(maxCount: 1_000).users.count } catch { throw Failure(error) }
      for administrator in waiting == 0 ? [] : try administrators() {
        let mail = OutboxEntry(
          .waiting, administrator.email, entry.language, at: clock.now(), from: entry.network,
          with: entry.device, detail: String(waiting))
        do { try site.outbox.add(mail, site.randomness) } catch { throw Failure(error) }
      }
    } catch {
      site.note(error.logLine, clock)
      return .blocked
    }
    try site.outbox.remove(name)
    return .nothing
  }

  private func administrators() throws(Failure) -> [User] {
    let administrators: Administrators
    do { administrators = try Administrators(site.configuration) } catch { throw Failure(error) }
    do { return try site.users().administrators(administrators, maxCount: 100) } catch {
      throw Failure(error)
    }
  }

  /// To the address that an account had until now: how to have it back.
  private func writeToFormerAddress(_ entry: OutboxEntry, now: Int) throws(Failure) -> Written? {
    guard let undo = try undo(of: entry.email, now: now), let user = try user(undo.email),
      user.id.utf8.elementsEqual(undo.userID)
    else { return nil }
    let ticket = Ticket(undoing: entry.email, nonce: undo.nonce, end: undo.end)
    return Written(
      letter: .addressChanged(letters(user, entry), undo: try link(to: "confirm", ticket)),
      recipient: entry.email, user: user)
  }

  private func letters(_ user: User?, _ entry: OutboxEntry) -> Letter.Site {
    Letter.Site(
      name: site.configuration.look.siteName ?? mail.hostName,
      language: user?.profile.language.flatMap { Language(word: $0) } ?? entry.language)
  }

  private func link(to program: StaticString, _ ticket: Ticket) throws(Failure) -> String {
    mail.link(to: program, ticket.text(try site.privateKeys())) ?? ""
  }

  private func user(_ email: EmailAddress) throws(Failure) -> User? {
    do { return try site.users().user(email) } catch { throw Failure(error) }
  }

  private func undo(of email: EmailAddress, now: Int) throws(Failure) -> Undos.Undo? {
    let keys = try site.privateKeys().tableKeys(of: email.text, for: .undo)
    do { return try site.undos().undo(anyOf: keys, now: now)?.undo } catch { throw Failure(error) }
  }
}

extension AuditEvent {
  /// A mail was handed over.
  static func mailSent(_ entry: OutboxEntry, _ user: User?) -> AuditEvent {
    AuditEvent("mail-sent", reason: entry.purpose.rawValue, user?.email ?? entry.email, user: user?.id)
  }

  /// A mail was not taken, and is given up.
  static func mailFailed(_ entry: OutboxEntry, _ user: User?, _ failure: MailFailure) -> AuditEvent {
    AuditEvent("mail-failed", reason: failure.reason.rawValue, user?.email ?? entry.email, user: user?.id)
  }
}
