/// How failed logins are counted, and what follows from the counts.
///
/// Three things have a count: an address together with a network, a network, and an address. When the first two have
/// used up their free tries, each further failure doubles the wait before the next try. The third never makes
/// anybody wait: it takes free tries from networks that are new to an address under attack, all but one, so that
/// its owner can come from anywhere.
struct ThrottlePolicy: Hashable {
  /// Whether logins are counted at all (`throttle`).
  var isOn = true
  /// The failures without a wait for one address from one network (`throttle_free_tries`): 1 to 1,000.
  var freeTries = 5
  /// The failures without a wait from one network, whatever the addresses (`throttle_network_free_tries`): 1 to
  /// 65,000. Many people may share a network.
  var networkFreeTries = 100
  /// The failures for one address, from wherever, after which it counts as under attack
  /// (`throttle_address_free_tries`): 1 to 65,000.
  var addressFreeTries = 20
  /// The longest wait, in seconds (`throttle_max_wait`): 1 to 86,400, a day.
  var maxWaitSeconds = 900
  /// How long after its first failure a count is forgotten, in seconds (`throttle_memory`): 60 to 31,536,000, a year.
  var memorySeconds = 86_400

  /// The free tries of a network for an address under attack.
  static let freeTriesUnderAttack = 1

  /// How long the next try has to wait.
  ///
  /// - Returns: whole seconds, 0 for not at all, `maxWaitSeconds` at most.
  func waitSeconds(_ counts: AttemptCounts, now: Int) -> Int {
    let isUnderAttack = (counts.address?.failures ?? 0) >= addressFreeTries
    let freeTries = isUnderAttack ? min(freeTries, Self.freeTriesUnderAttack) : freeTries
    return max(
      waitSeconds(counts.pair, freeTries, now), waitSeconds(counts.network, networkFreeTries, now))
  }

  private func waitSeconds(_ count: AttemptCount?, _ freeTries: Int, _ now: Int) -> Int {
    // The last try lies ahead where the clock was set back since: nobody knows how long ago it really was.
    guard let count, count.failures >= freeTries, count.last <= now else { return 0 }
    let wait = min(1 << min(count.failures - freeTries, 20), maxWaitSeconds)
    return max(wait - (now - count.last), 0)
  }
}

/// The counts that one login adds to.
struct AttemptCounts: Hashable {
  /// Of the address from the network.
  var pair: AttemptCount?
  /// Of the network.
  var network: AttemptCount?
  /// Of the address from anywhere.
  var address: AttemptCount?
}
