/// One registration on its way through the throttle: refused at once, or counted before anything depends on
/// whether its address has an account. Nothing is taken back: an account costs a hash and room for ever, and
/// people who collect addresses ask for nothing but the answer that one is taken.
package final class RegistrationAttempt {
  private let ledger: AttemptLedger
  /// The client's network and those around it, the narrowest first.
  private let networks: [ClientNetwork]

  /// Begins an attempt.
  package init(from network: ClientNetwork, in ledger: AttemptLedger) {
    self.ledger = ledger
    networks = [network] + network.around
  }

  /// Refuses the attempt where it has to wait; nothing is counted then. Takes no lock: `count` decides.
  ///
  /// - Throws: `mustWait`.
  package func refuseWhereItMustWait() throws(ThrottleError) {
    try ledger.read { (page) throws(SystemError) in
      ledger.policy.waitSeconds(try Cells(page, networks).counts, now: page.now)
    }
  }

  /// Counts the attempt, or refuses it where it has to wait.
  ///
  /// - Throws: `mustWait`, `crowded`.
  package func count() throws(ThrottleError) {
    try ledger.change { (page) throws(SystemError) in
      var cells = try Cells(page, networks)
      let waitSeconds = ledger.policy.waitSeconds(cells.counts, now: page.now)
      guard waitSeconds == 0 else { return waitSeconds }
      cells.total.count = .charged(cells.total.count, now: page.now)
      for index in networks.indices {
        cells.networks[index].count = .charged(cells.networks[index].count, now: page.now)
      }
      try page.write(cells.networks + [cells.total])
      return 0
    }
  }

  /// The cells of an attempt.
  private struct Cells {
    private let clientNetworks: [ClientNetwork]
    /// In the order of the attempt's networks.
    var networks: [AttemptTable.Cell] = []
    var total: AttemptTable.Cell

    init(_ page: AttemptPage, _ clientNetworks: [ClientNetwork]) throws(SystemError) {
      self.clientNetworks = clientNetworks
      for network in clientNetworks {
        networks.append(try page.cell(.registration, network.bytes, besides: networks))
      }
      total = try page.cell(.registrations, memorySeconds: ThrottlePolicy.hourSeconds)
    }

    var counts: RegistrationCounts {
      RegistrationCounts(
        networks: networks.indices.map {
          RegistrationCounts.Network(
            share: clientNetworks[$0].registrationShare, count: networks[$0].count)
        }, total: total.count)
    }
  }
}
