import CGIAuthHTTP

extension Services {
  /// Writes an event to the audit log, unless it is off. Where that fails, the answer stays what it is, and the web
  /// server's log says so.
  func audit(_ event: AuditEvent, of request: Request) {
    guard let auditLog else { return }
    do throws(SystemError) {
      try auditLog.append(
        event.line(time: clock.now(), address: request.clientAddress(trusting: configuration.trustedProxies)))
    } catch {
      log("audit-unavailable \(error.text)")
    }
  }
}
