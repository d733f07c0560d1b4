extension Call {
  /// Computes hashes in a slot. Where the slots cannot be used, a line in the log says
  /// so, and it goes on without.
  ///
  /// - Throws: 503 where a crowd waits for the slots, and what `body` throws.
  package func hashing<Value>(
    for use: HashSlots.Use, _ body: () throws(Refusal) -> Value
  ) throws(Refusal) -> Value {
    let slot: HashSlots.Slot?
    do {
      let count = configuration.hashSlots ?? HashSlots.defaultCount()
      slot = try HashSlots(count, for: use, in: configuration.dataDirectory).take(until: deadline)
    } catch {
      note("hash-slots-unavailable \(error.text): hashes are not limited")
      return try body()
    }
    guard let slot else { throw Refusal(.crowd) }
    return try withExtendedLifetime(slot, body)
  }

  /// The table in which attempts are counted.
  ///
  /// - Parameter counted: what the log says is not counted where the table cannot be used, such as `logins`.
  package func ledger(_ counted: StaticString) -> AttemptLedger { ledger(counted, .attempts) }

  func ledger(_ counted: StaticString, _ layout: AttemptTable.Layout) -> AttemptLedger {
    AttemptLedger(
      counted, configuration.throttle, layout, in: configuration.dataDirectory, clock, site.randomness,
      until: deadline
    ) { self.note($0) }
  }
}

extension Refusal {
  /// The refusal of an attempt by the throttle.
  package init(_ error: ThrottleError) {
    self =
      switch error {
      case .mustWait(let seconds): .throttled(retryAfterSeconds: seconds)
      case .crowded: Refusal(.crowd)
      case .recoveryNeeded: .recoveryNeeded
      }
  }

  package static func taking<Value>(
    attempt work: @autoclosure () throws(ThrottleError) -> Value
  ) throws(Refusal) -> Value {
    do { return try work() } catch { throw Refusal(error) }
  }
}
