/// The failed logins at an address since the last good one, from everywhere (NIST SP 800-63B-4, section
/// 3.2.2).
///
/// Where there are too many, the password alone lets in no browser that is not known: its owner comes by a
/// mail. Nobody is locked out by what others do, so this is for sites that send mail.
package struct FailureStreak {
  /// The most.
  static let limit = 100
  /// How long after its first failure it is forgotten, in seconds: a year.
  private static let memorySeconds = 31_536_000

  private let ledger: AttemptLedger
  private let email: [UInt8]
  private let isKnownDevice: Bool

  /// - Parameter isKnownDevice: whether somebody logged in to this account with the browser before.
  package init(at email: EmailAddress, isKnownDevice: Bool = false, in ledger: AttemptLedger) {
    self.ledger = ledger
    self.email = Array(email.text.utf8)
    self.isKnownDevice = isKnownDevice
  }

  /// Counts an attempt as a failure before its password is tried.
  ///
  /// - Throws: `recoveryNeeded`, where it is not counted; `crowded`.
  package func countAsFailure() throws(ThrottleError) {
    guard try goesOn(true) else { throw .recoveryNeeded }
  }

  /// Begins anew: its owner is in.
  package func end() { _ = try? goesOn(false) }

  /// Counts one more, or forgets them all.
  ///
  /// - Returns: false where there are too many to count one more.
  private func goesOn(_ isFailure: Bool) throws(ThrottleError) -> Bool {
    var isTooLong = false
    try ledger.change { (page) throws(SystemError) in
      var cell = try page.cell(.streak, email, memorySeconds: Self.memorySeconds)
      isTooLong = isFailure && !isKnownDevice && cell.count?.failures ?? 0 >= Self.limit
      guard !isTooLong else { return 0 }
      cell.count = isFailure ? .charged(cell.count, now: page.now) : nil
      try page.write([cell])
      return 0
    }
    return !isTooLong
  }
}
