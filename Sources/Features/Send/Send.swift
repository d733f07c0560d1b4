package import CGIAuthCore

/// Sends the mails that the other programs ask for.
package enum Send {
  /// Sends what waits.
  package static func work(_ site: Site, _ clock: Clock) throws(Failure) {
    let transport: MailTransport
    do { transport = try MailTransport(site.configuration) } catch { throw Failure(error) }
    if transport.isOff { return }
  }
}
