extension Call {
  /// Writes down what happened: the audit log first, then the error log and the web server's. The one place
  /// that does.
  ///
  /// Where the audit log cannot be written, the answer stays what it is, and the other logs say so.
  func tell(_ log: (String) -> Void) {
    for event in events { append(event) }
    for note in notes {
      log(note)
      site.errorLog.append(note, now: clock.now())
    }
    events = []
    notes = []
  }

  /// What the audit log has about a user; no line where it is off.
  ///
  /// - Throws: 503 where it cannot be read.
  package func trail(of user: User) throws(Refusal) -> UserTrail {
    var trail = UserTrail(of: user)
    if let log = site.auditLog { try Refusal.taking(system: try trail.read(log, until: deadline)) }
    return trail
  }

  private func append(_ event: AuditEvent) {
    guard let auditLog = site.auditLog else { return }
    var event = event
    if event.isForeign {
      guard let count = countOfForeignTokens() else { return }
      event.count = count
    }
    do throws(SystemError) {
      try auditLog.append(
        event.line(
          time: clock.now(), address: request.clientAddress(trusting: configuration.trustedProxies)))
    } catch {
      note("audit-unavailable \(error.text)")
    }
  }

  /// How many tokens that are not ours the next line stands for, nil where the network had
  /// its line within this minute.
  private func countOfForeignTokens() -> Int? {
    // Without the table, each has its line.
    do throws(SystemError) {
      return try RefusalTable.count(from: network, now: clock.now(), in: configuration.dataDirectory)
    } catch { return 1 }
  }
}
