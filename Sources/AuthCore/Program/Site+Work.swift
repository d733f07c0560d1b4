// What a program has of a site that answers no request.
extension Site {
  /// - Parameter limit: no access waits for others beyond this.
  package func users(until limit: Deadline? = nil) -> Users {
    Users(in: configuration.dataDirectory, until: limit, userMemory)
  }

  package func undos(until limit: Deadline? = nil) -> Undos {
    Undos(in: configuration.dataDirectory, until: limit)
  }

  package func invitations(until limit: Deadline? = nil) -> Invitations {
    Invitations(in: configuration.dataDirectory, until: limit)
  }

  package var outbox: Outbox { Outbox(in: configuration.dataDirectory) }

  /// How this site sends mail.
  ///
  /// - Throws: what is wrong with its settings.
  package func mail() throws(Failure) -> SiteMail {
    var mail = SiteMail()
    do { try configuration.read(SiteMail.all, into: &mail) } catch { throw Failure(error) }
    return mail
  }

  /// The keys of `private.key`, made where they are missing.
  package func privateKeys() throws(Failure) -> PrivateKeys {
    do { return PrivateKeys(try KeyFile.private.keys(in: configuration.dataDirectory, randomness)) } catch {
      throw Failure(error)
    }
  }

  /// What is counted of mails.
  ///
  /// - Parameter note: notes a line for the log.
  package func mailLedger(_ clock: Clock, note: @escaping (String) -> Void) -> AttemptLedger {
    AttemptLedger(
      "mails", configuration.throttle, .mail, in: configuration.dataDirectory, clock, randomness,
      until: Deadline(milliseconds: Call.maxWaitMilliseconds), note: note)
  }

  /// Writes a line into the error log: a reason word first.
  package func note(_ line: String, _ clock: Clock) { errorLog.append(line, now: clock.now()) }

  /// Writes an event into the audit log, where there is one.
  package func record(_ event: AuditEvent, _ clock: Clock) {
    do throws(SystemError) { try auditLog?.append(event.line(time: clock.now(), address: nil)) } catch {
      note("audit-unavailable \(error.text)", clock)
    }
  }
}
