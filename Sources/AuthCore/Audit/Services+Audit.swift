import CGI

extension Services {
  /// Writes an event to the audit log, unless it is off. Where that fails, the answer stays what it is, and the web
  /// server's log says so.
  func audit(_ event: AuditEvent, of request: Request) {
    guard let auditLog else { return }
    do throws(SystemError) {
      try auditLog.append(event.line(time: clock.now(), address: request.clientAddress))
    } catch {
      log("audit-unavailable \(error.text)")
    }
  }
}

extension Request {
  /// The client's IP address as the web server gives it, or nil where it gives none.
  var clientAddress: String? {
    guard let peer = environment.metaVariable("REMOTE_ADDR") else { return nil }
    let text = String(decoding: peer, as: UTF8.self)
    // A range of one is an address, unless it says how wide it is.
    return AddressRange(text) != nil && !text.utf8.contains(UInt8(ascii: "/")) ? text : nil
  }
}
