/// One mail that somebody asks for who is not logged in: counted before anything depends on whether its
/// address has an account, so that the count tells nothing, and no flood reaches a mailbox.
package final class MailAttempt {
  /// What came of it.
  package enum Verdict: Hashable, Sendable {
    /// It may be sent.
    case granted
    /// There were too many. A browser that knows the account has one more, and this is it.
    case grantedToKnownDevice
    /// There were too many.
    case refused
  }

  /// The most mails to an address, within an hour and within a day; from a network within an hour; for an
  /// address from a browser that knows it, beyond those.
  private static let hourly = 3, daily = 10, fromNetwork = 10, fromKnownDevice = 1
  private static let hourSeconds = 3_600, daySeconds = 86_400

  private let ledger: AttemptLedger
  private let email: EmailAddress
  /// The client's network and those around it, the narrowest first.
  private let networks: [ClientNetwork]
  private let device: [UInt8]?
  private let perHour: Int

  /// Begins an attempt.
  ///
  /// - Parameters:
  ///   - device: what tells the browser from others in which somebody logged in before; nil for all others.
  ///   - perHour: how many there may be in all within an hour: 1 to 65,000.
  package init(
    to email: EmailAddress, from network: ClientNetwork, knownDevice device: [UInt8]?, perHour: Int,
    in ledger: AttemptLedger
  ) {
    self.email = email
    networks = [network] + network.around
    self.device = device
    self.perHour = perHour
    self.ledger = ledger
  }

  /// Counts the mail where it may be sent. Where the table cannot be used, it may not: a mailbox is not
  /// filled because a disk is.
  ///
  /// - Throws: `crowded`.
  package func count() throws(ThrottleError) -> Verdict {
    var verdict = Verdict.refused
    try ledger.change { (page) throws(SystemError) in
      let address = Array(email.text.utf8)
      var cells = [
        try page.cell(.mailHour, address, memorySeconds: Self.hourSeconds),
        try page.cell(.mailDay, address, memorySeconds: Self.daySeconds),
        try page.cell(.mailsForStrangers, memorySeconds: Self.hourSeconds),
      ]
      var limits = [Self.hourly, Self.daily, perHour]
      for network in networks {
        cells.append(
          try page.cell(.mailNetwork, network.bytes, besides: cells, memorySeconds: Self.hourSeconds))
        limits.append(Self.fromNetwork * network.registrationShare)
      }
      if try page.charge(&cells, within: limits) {
        verdict = .granted
      } else if let device {
        cells = [try page.cell(.mailDevice, device, memorySeconds: Self.hourSeconds)]
        if try page.charge(&cells, within: [Self.fromKnownDevice]) { verdict = .grantedToKnownDevice }
      }
      return 0
    }
    return verdict
  }
}

/// What there may be three of within a day: notices of one kind to one user, since a browser that keeps no
/// cookies is a new one each time, and tries at one code.
package struct DailyLimit {
  private static let daily = 3
  private let ledger: AttemptLedger
  private let subject: [UInt8]

  /// - Parameter subject: what tells it from others.
  package init(_ subject: String, in ledger: AttemptLedger) {
    self.subject = Array(subject.utf8)
    self.ledger = ledger
  }

  /// Counts one; false where there were 3 within a day.
  package func count() -> Bool {
    ledger.counts(.mailDay, subject, memorySeconds: 86_400, atMost: Self.daily)
  }
}

/// The mail to the administrators about people who wait: one an hour.
package struct HourlyDigest {
  private let ledger: AttemptLedger

  package init(in ledger: AttemptLedger) { self.ledger = ledger }

  /// Counts one; false where there was one within an hour.
  package func count() -> Bool {
    ledger.counts(.mailHour, Array("digest".utf8), memorySeconds: 3_600, atMost: 1)
  }
}

extension AttemptLedger {
  /// Counts one of what there may be so many of; false where there were as many, or it cannot be counted.
  fileprivate func counts(
    _ kind: AttemptTable.Kind, _ subject: [UInt8], memorySeconds: Int, atMost most: Int
  ) -> Bool {
    var isGranted = false
    try? change { (page) throws(SystemError) in
      var cells = [try page.cell(kind, subject, memorySeconds: memorySeconds)]
      isGranted = try page.charge(&cells, within: [most])
      return 0
    }
    return isGranted
  }
}

/// The mails of an hour that nobody asked for who is a stranger: notices, and what people ask for who are
/// logged in. Over the number they wait.
package struct MemberMails {
  private let ledger: AttemptLedger
  private let perHour: Int

  /// - Parameter perHour: how many there may be within an hour: 1 to 65,000.
  package init(perHour: Int, in ledger: AttemptLedger) {
    self.perHour = perHour
    self.ledger = ledger
  }

  /// Counts one; false where it has to wait. Where the table cannot be used, it need not.
  package func count() -> Bool {
    var isGranted = true
    do throws(ThrottleError) {
      try ledger.change { (page) throws(SystemError) in
        var cells = [try page.cell(.mailsForMembers, memorySeconds: 3_600)]
        isGranted = try page.charge(&cells, within: [perHour])
        return 0
      }
    } catch { return false }
    return isGranted
  }
}
