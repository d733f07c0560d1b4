import CGIAuthHTTP

/// One login on its way through the throttle: refused at once, or charged as a failure before its password is tried,
/// and taken back if that was right.
///
/// Charged before, not counted after: of 200 guesses at the same instant each sees those before it.
///
/// Where the table cannot be used, a line in the log says so and the login goes on uncounted: without throttling the
/// site still has its hashes, and with a lock on everybody it would have nothing.
final class LoginAttempt {
  private let policy: ThrottlePolicy
  private let clock: Clock
  private let randomness: Randomness
  private let log: @Sendable (String) -> Void
  private let email: [UInt8]
  private let network: [UInt8]
  /// Nil where logins are not counted, or no longer in this attempt.
  private var table: AttemptTable?
  /// The network's count before this attempt and with it, once it was charged.
  private var charge: (before: AttemptCount?, after: AttemptCount)?

  /// Begins an attempt.
  init(_ email: EmailAddress, from network: ClientNetwork, with services: Services) {
    policy = services.configuration.throttle
    clock = services.clock
    randomness = services.randomness
    log = services.log
    self.email = Array(email.text.utf8)
    self.network = network.bytes
    guard policy.isOn else { return }
    countingOn { () throws(SystemError) in table = try AttemptTable(in: services.configuration.dataDirectory)
    }
  }

  /// Refuses the attempt where it has to wait; nothing is counted then. Takes no lock: `countAsFailure` decides.
  ///
  /// - Throws: `throttled`.
  func refuseWhereItMustWait() throws(AuthError) {
    var waitSeconds = 0
    let now = clock.now()
    countingOn { () throws(SystemError) in
      guard let table, let salt = try table.salt() else { return }
      waitSeconds = policy.waitSeconds(try Cells(table, salt, self, now).counts, now: now)
    }
    guard waitSeconds == 0 else { throw .throttled(retryAfterSeconds: waitSeconds) }
  }

  /// Charges the attempt as a failure, or refuses it where it has to wait.
  ///
  /// - Throws: `throttled`.
  func countAsFailure() throws(AuthError) {
    var waitSeconds = 0
    change { (cells, now) throws(SystemError) in
      waitSeconds = policy.waitSeconds(cells.counts, now: now)
      guard waitSeconds == 0 else { return }
      let before = cells.network.count
      let after = AttemptCount.charged(before, now: now)
      cells.pair.count = .charged(cells.pair.count, now: now)
      cells.network.count = after
      cells.address.count = .charged(cells.address.count, now: now)
      try cells.write()
      charge = (before, after)
    }
    guard waitSeconds == 0 else { throw .throttled(retryAfterSeconds: waitSeconds) }
  }

  /// Takes the charge back, as the password was right, and forgives what failed for this address from this network.
  ///
  /// What others failed for the address stays. So does what the network failed for other addresses: someone with
  /// an account must not be able to guess at others, log in, and go on guessing.
  func succeed() {
    guard let charge else { return }
    change { (cells, _) throws(SystemError) in
      cells.address.count = cells.address.count?.without(cells.pair.count?.failures ?? 1)
      cells.pair.count = nil
      // Nor does a login begin the network's wait anew, unless somebody failed meanwhile.
      let isLastCharge = cells.network.count?.charges == charge.after.charges
      cells.network.count = cells.network.count?.without(1)
      if isLastCharge, let before = charge.before { cells.network.count?.last = before.last }
      try cells.write()
    }
  }

  /// Changes the three cells under the table's lock. The time is read there, too: whoever comes later has a later one.
  private func change(_ body: (_ cells: inout Cells, _ now: Int) throws(SystemError) -> Void) {
    countingOn { () throws(SystemError) in
      try table?.locked(randomness) { (salt) throws(SystemError) in
        guard let table else { return }
        let now = clock.now()
        var cells = try Cells(table, salt, self, now)
        try body(&cells, now)
      }
    }
  }

  /// Does something with the table. Where that fails, the attempt goes on without it.
  private func countingOn(_ body: () throws(SystemError) -> Void) {
    do { try body() } catch {
      table = nil
      log("throttle-unavailable \(error.text): logins are not counted")
    }
  }

  /// The cells of an attempt.
  private struct Cells {
    private let table: AttemptTable
    var pair, network, address: AttemptTable.Cell

    init(_ table: AttemptTable, _ salt: [UInt8], _ attempt: LoginAttempt, _ now: Int) throws(SystemError) {
      func cell(_ kind: AttemptTable.Kind, _ subject: [UInt8]) throws(SystemError) -> AttemptTable.Cell {
        try table.cell(kind, subject, salt: salt) {
          $0.isRemembered(now: now, memorySeconds: attempt.policy.memorySeconds)
        }
      }
      self.table = table
      // The length keeps the two apart.
      pair = try cell(.pair, [UInt8(attempt.network.count)] + attempt.network + attempt.email)
      network = try cell(.network, attempt.network)
      address = try cell(.address, attempt.email)
    }

    var counts: AttemptCounts {
      AttemptCounts(pair: pair.count, network: network.count, address: address.count)
    }

    func write() throws(SystemError) {
      try table.write(pair)
      try table.write(network)
      try table.write(address)
    }
  }
}

extension Services {
  /// Begins a login for an address: refused at once where its address or network has to wait.
  ///
  /// - Throws: `throttled`.
  func attempt(on email: EmailAddress, by request: Request) throws(AuthError) -> LoginAttempt {
    let network = request.clientNetwork(trusting: configuration.trustedProxies)
    let attempt = LoginAttempt(email, from: network, with: self)
    try attempt.refuseWhereItMustWait()
    return attempt
  }
}
