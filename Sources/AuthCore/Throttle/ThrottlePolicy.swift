/// How failed logins and registrations are counted, and what follows from the counts.
///
/// Three things have a count of failures: an address together with a network, a network, and an address. When
/// the first two have used up their free tries, each further failure doubles the wait before the next try.
/// The third never makes anybody wait: it takes free tries from networks that are new to an address under
/// attack, all but one, so that its owner can come from anywhere. The networks around a network count the
/// same, with more free tries.
///
/// Registrations are counted for a network, with waits as for failures, and for the whole site by the hour.
package struct ThrottlePolicy: Hashable {
  /// Whether anything is counted at all (`throttle`).
  var isOn = true
  /// The failures without a wait for one address from one network (`throttle_free_tries`): 1 to 1,000.
  var freeTries = 5
  /// The failures without a wait from one network, whatever the addresses (`throttle_network_free_tries`): 1
  /// to 65,000. Many people may share a network.
  var networkFreeTries = 100
  /// The failures for one address, from wherever, after which it counts as under attack
  /// (`throttle_address_free_tries`): 1 to 65,000.
  var addressFreeTries = 20
  /// The registrations without a wait from one network (`throttle_registration_free_tries`): 1 to 65,000.
  var registrationFreeTries = 20
  /// The registrations of an hour, from wherever (`registrations_per_hour`): 1 to 65,000.
  var registrationsPerHour = 200
  /// The longest wait, in seconds (`throttle_max_wait`): 1 to 86,400, a day. That for
  /// the next hour can be longer.
  var maxWaitSeconds = 900
  /// How long after its first failure or registration a count is forgotten, in seconds
  /// (`throttle_memory`): 60 to 31,536,000, a year.
  var memorySeconds = 86_400

  /// The free tries of a network for an address under attack.
  static let freeTriesUnderAttack = 1
  /// How long an hour of registrations is. It begins with the first of them.
  static let hourSeconds = 3_600
  /// As many free tries as a count can tell from more.
  private static let maxFreeTries = 65_000

  /// How long the next login has to wait.
  ///
  /// - Returns: whole seconds, 0 for not at all, `maxWaitSeconds` at most.
  func waitSeconds(_ counts: AttemptCounts, now: Int) -> Int {
    let isUnderAttack = (counts.address?.failures ?? 0) >= addressFreeTries
    var wait = waitSeconds(counts.knownDevice, freeTries, now)
    for network in counts.networks {
      // A wider network is new to no address: it has had its failures from many.
      let isSparing = isUnderAttack && network.share == 1
      let freeTries = isSparing ? min(freeTries, Self.freeTriesUnderAttack) : freeTries
      wait = max(wait, waitSeconds(network.pair, freeTries * network.share, now))
      wait = max(wait, waitSeconds(network.network, networkFreeTries * network.share, now))
    }
    return wait
  }

  /// How long the next registration has to wait.
  ///
  /// - Returns: whole seconds, 0 for not at all, `maxWaitSeconds` or the rest of the hour at most.
  func waitSeconds(_ counts: RegistrationCounts, now: Int) -> Int {
    var wait = 0
    if let total = counts.total, total.failures >= registrationsPerHour {
      wait = max(total.first + Self.hourSeconds - now, 0)
    }
    for network in counts.networks {
      wait = max(wait, waitSeconds(network.count, registrationFreeTries * network.share, now))
    }
    return wait
  }

  private func waitSeconds(_ count: AttemptCount?, _ freeTries: Int, _ now: Int) -> Int {
    let freeTries = min(freeTries, Self.maxFreeTries)
    // The last try lies ahead where the clock was set back since: nobody knows how long ago it really was.
    guard let count, count.failures >= freeTries, count.last <= now else { return 0 }
    let wait = min(1 << min(count.failures - freeTries, 20), maxWaitSeconds)
    return max(wait - (now - count.last), 0)
  }
}

/// The counts that one login adds to.
struct AttemptCounts: Hashable {
  /// Of the client's network and of those around it.
  var networks: [Network] = []
  /// Of the address from anywhere.
  var address: AttemptCount?
  /// Of the address from the browsers that somebody logged in to it with before.
  var knownDevice: AttemptCount?

  /// The counts of one network.
  struct Network: Hashable {
    /// How many times the free tries of a client's network it has.
    var share: Int
    /// Of the address from the network.
    var pair: AttemptCount?
    /// Of the network.
    var network: AttemptCount?
  }
}

/// The counts that one registration adds to.
struct RegistrationCounts: Hashable {
  /// Of the client's network and of those around it.
  var networks: [Network] = []
  /// Of this hour, from anywhere.
  var total: AttemptCount?

  /// The count of one network.
  struct Network: Hashable {
    /// How many times the free tries of a client's network it has.
    var share: Int
    var count: AttemptCount?
  }
}

extension ClientNetwork {
  /// How many times the failures of one client's network are free here. A /56 is often one
  /// customer's. A /48 and an IPv4 /24 can be many people's. Somebody with one address of it needs
  /// most of a day to make the others wait.
  var failureShare: Int {
    switch prefixLength {
    case 56: 4
    case 48, 24: 16
    default: 1
    }
  }

  /// The same for registrations, which are fewer: by default no network uses up the hour of all.
  var registrationShare: Int {
    switch prefixLength {
    case 56: 2
    case 48, 24: 4
    default: 1
    }
  }
}
