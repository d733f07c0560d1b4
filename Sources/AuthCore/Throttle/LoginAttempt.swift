/// One login on its way through the throttle: refused at once, or charged as a failure before its password is
/// tried, and taken back if that was right.
///
/// Charged before, not counted after: of 200 guesses at the same instant each sees those before it.
package final class LoginAttempt {
  private let ledger: AttemptLedger
  private let email: [UInt8]
  /// The client's network and those around it, the narrowest first.
  private let networks: [ClientNetwork]
  /// Whether somebody logged in to this account with the browser before. Such browsers count for themselves:
  /// what strangers fail makes none of them wait.
  private let isKnownDevice: Bool
  /// The counts that others have a part in before this attempt and with it, once it was charged.
  private var charges: (pairs: [Charge], networks: [Charge])?

  private struct Charge {
    let before: AttemptCount?
    let after: AttemptCount
  }

  /// Begins an attempt.
  package init(
    _ email: EmailAddress, from network: ClientNetwork, isKnownDevice: Bool = false, in ledger: AttemptLedger
  ) {
    self.ledger = ledger
    self.email = Array(email.text.utf8)
    self.isKnownDevice = isKnownDevice
    networks = isKnownDevice ? [] : [network] + network.around
  }

  /// Refuses the attempt where it has to wait; nothing is counted then. Takes no
  /// lock: `countAsFailure` decides.
  ///
  /// - Throws: `mustWait`.
  package func refuseWhereItMustWait() throws(ThrottleError) {
    try ledger.read { (page) throws(SystemError) in
      ledger.policy.waitSeconds(try Cells(page, self).counts, now: page.now)
    }
  }

  /// Charges the attempt as a failure, or refuses it where it has to wait.
  ///
  /// - Throws: `mustWait`, `crowded`.
  package func countAsFailure() throws(ThrottleError) {
    try ledger.change { (page) throws(SystemError) in
      var cells = try Cells(page, self)
      let waitSeconds = ledger.policy.waitSeconds(cells.counts, now: page.now)
      guard waitSeconds == 0 else { return waitSeconds }
      var charges: (pairs: [Charge], networks: [Charge]) = ([], [])
      for index in cells.pairs.indices { charges.pairs.append(Self.charge(&cells.pairs[index], page.now)) }
      for index in networks.indices {
        charges.networks.append(Self.charge(&cells.networks[index], page.now))
      }
      _ = Self.charge(&cells.address, page.now)
      try page.write(cells.all)
      self.charges = charges
      return 0
    }
  }

  /// Takes the charge back, as the password was right, and forgives what failed for this
  /// address from this network.
  ///
  /// What others failed for the address stays, from the networks around this one, too. So does what the
  /// network failed for other addresses: someone with an account must not be able to guess at others,
  /// log in, and go on guessing.
  package func succeed() {
    guard let charges else { return }
    // Where the time is over the charge stays: one failure, and the login is good.
    try? ledger.change { (page) throws(SystemError) in
      var cells = try Cells(page, self)
      let failures = cells.pairs[0].count?.failures ?? 1
      cells.address.count = cells.address.count?.without(failures)
      for index in cells.pairs.indices {
        Self.takeBack(failures, &cells.pairs[index], charges.pairs[index])
      }
      for index in networks.indices {
        Self.takeBack(1, &cells.networks[index], charges.networks[index])
      }
      try page.write(cells.all)
      return 0
    }
  }

  private static func charge(_ cell: inout AttemptTable.Cell, _ now: Int) -> Charge {
    let charge = Charge(before: cell.count, after: .charged(cell.count, now: now))
    cell.count = charge.after
    return charge
  }

  /// Takes failures back. Nor does a login begin a wait anew, unless somebody failed meanwhile.
  private static func takeBack(_ failures: Int, _ cell: inout AttemptTable.Cell, _ charge: Charge) {
    let isLastCharge = cell.count?.charges == charge.after.charges
    cell.count = cell.count?.without(failures)
    if isLastCharge, let before = charge.before { cell.count?.last = before.last }
  }

  /// The cells of an attempt.
  private struct Cells {
    private let attempt: LoginAttempt
    /// In the order of the attempt's networks; for known devices the one that they share.
    var pairs: [AttemptTable.Cell] = [], networks: [AttemptTable.Cell] = []
    var address: AttemptTable.Cell

    init(_ page: AttemptPage, _ attempt: LoginAttempt) throws(SystemError) {
      self.attempt = attempt
      if attempt.isKnownDevice { pairs.append(try page.cell(.pair, [Self.knownDevices] + attempt.email)) }
      for (index, network) in attempt.networks.enumerated() {
        // The length keeps the two apart.
        let subject = [UInt8(network.bytes.count)] + network.bytes + attempt.email
        pairs.append(try page.cell(index == 0 ? .pair : .widerPair, subject, besides: pairs))
        networks.append(
          try page.cell(index == 0 ? .network : .widerNetwork, network.bytes, besides: networks))
      }
      address = try page.cell(.address, attempt.email)
    }

    /// Stands where a network has its length.
    private static let knownDevices: UInt8 = 0xFF

    var all: [AttemptTable.Cell] { pairs + networks + [address] }

    var counts: AttemptCounts {
      if attempt.isKnownDevice { return AttemptCounts(knownDevice: pairs[0].count) }
      return AttemptCounts(
        networks: attempt.networks.indices.map {
          AttemptCounts.Network(
            share: attempt.networks[$0].failureShare, pair: pairs[$0].count, network: networks[$0].count)
        }, address: address.count)
    }
  }
}
