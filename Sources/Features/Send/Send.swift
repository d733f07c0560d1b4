package import CGIAuthCore

/// `send`: sends the mails that the other programs ask for.
package enum Send {
  /// Sends what waits in the outbox, where this site sends mail.
  package static func work(_ site: Site, _ clock: Clock) throws(Failure) {
    try Sender(site, clock)?.run()
  }
}
