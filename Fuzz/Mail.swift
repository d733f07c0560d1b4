@testable import CGIAuthCore
@testable import CGIAuthSend

/// The first line is a value of `mail`, the second the recipient's address, and the rest what a mail server,
/// or a name server, says.
func checkMail(_ input: [UInt8]) {
  let parts = lines(input, 3)
  checkRoute(parts[0])
  checkReplies(parts[2])
  checkNames(parts[2])
  checkFailure(parts[2], to: parts[1])
  checkMessage(parts[0], body: parts[2])
}

/// A server is a name or an address, without anything that separates lines of SMTP.
private func checkRoute(_ value: [UInt8]) {
  guard let route = try? MailRoute(value), case .smtp(let server) = route else { return }
  claim(
    !server.host.isEmpty
      && server.host.utf8.allSatisfy { $0.isASCIIAlphanumeric || "-_.:".utf8.contains($0) }, "a host is none")
  claim(
    server.isAddress == (AddressRange.bytes(ofAddress: server.host) != nil),
    "an address is a name, or a name one")
  claim(server.port > 0, "a port is none")
  let isOwn =
    server.host.isEqual(to: "localhost") || server.host.begins(with: "127.")
    || server.host.utf8.first == UInt8(ascii: ":") || server.host.begins(with: "0")
  claim(server.security != .none || isOwn, "a stranger is spoken to without TLS")
  guard let credentials = server.credentials else { return }
  claim(
    (1...255).contains(credentials.user.count) && (1...255).contains(credentials.password.count), "no user")
  claim(!credentials.user.contains(0) && !credentials.password.contains(0), "a NUL in a user")
}

/// However an answer arrives, it is the same.
private func checkReplies(_ bytes: [UInt8]) {
  var whole = bytes
  let answer = try? SMTPReply(takingFrom: &whole)
  checkPieces(Array(bytes.prefix(256)))
  guard let answer else { return }
  claim((200...599).contains(answer.code) && !answer.lines.isEmpty, "an answer has no code")
  claim(answer.lines.allSatisfy { !$0.contains(0x0A) }, "a line is more than one")
  claim(whole.count < bytes.count && bytes.suffix(whole.count).elementsEqual(whole), "bytes are lost")
  _ = answer.parameters(of: "auth")
}

private func checkPieces(_ bytes: [UInt8]) {
  var whole = bytes
  let answer = try? SMTPReply(takingFrom: &whole)
  var received: [UInt8] = []
  var inPieces: SMTPReply?
  for byte in bytes where inPieces == nil {
    received.append(byte)
    do { inPieces = try SMTPReply(takingFrom: &received) } catch { break }
  }
  claim(answer?.lines == inPieces?.lines && answer?.code == inPieces?.code, "an answer depends on its pieces")
}

private func checkNames(_ bytes: [UInt8]) {
  for kind in [DNSQuestion.Kind.ipv4, .ipv6] {
    guard let question = DNSQuestion("mail.example.com", kind, id: Array((bytes + [0, 0]).prefix(2))) else {
      fatalError("no question")
    }
    for message in [
      bytes,
      question.bytes.prefix(2) + [0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0] + question.bytes.dropFirst(12) + bytes,
    ] {
      guard case .addresses(let addresses) = question.answer(in: message) else { continue }
      claim(
        addresses.allSatisfy { $0.bytes.count == (kind == .ipv4 ? 4 : 16) }, "an address has another size")
    }
  }
  _ = HostResolver.addresses(of: "mail.example.com", inHosts: bytes)
  claim((1...3).contains(HostResolver.servers(in: bytes).count), "no name server, or too many")
}

/// The log gets one line, without addresses.
private func checkFailure(_ text: [UInt8], to recipient: [UInt8]) {
  let local = String(decoding: recipient.prefix(64), as: UTF8.self)
  let failure = MailFailure(.refused, text, without: [local])
  claim(failure.detail.utf8.count <= 200, "a line is too long")
  claim(
    failure.detail.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "@") },
    "a line has an address, or is none")
}

/// No text makes a mail that is not ours: nothing else begins a field, a line of the body, or its end.
private func checkMessage(_ name: [UInt8], body: [UInt8]) {
  guard let address = EmailAddress("ada@example.com".utf8) else { fatalError("no address") }
  let site = Letter.Site(name: String(decoding: name, as: UTF8.self), language: .english)
  let letter = Letter.invitation(site, link: String(decoding: body, as: UTF8.self))
  guard let message = try? MailMessage(letter, from: address, named: site.name, to: address, now: 0) else {
    return
  }
  claim(message.bytes.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) }, "a mail is not ASCII")
  let lines = message.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
  claim(
    lines.allSatisfy { $0.count <= 78 && $0.first != UInt8(ascii: ".") },
    "a line is too long, or begins with a dot")
  let head = lines.prefix { !$0.isEmpty }
  claim(head.filter { $0.first != 0x20 }.count == 11, "a field is added")
  let sent = SMTPSession.transparent(message.bytes)
  claim(sent.suffix(5).elementsEqual("\r\n.\r\n".utf8), "a mail has no end")
}
