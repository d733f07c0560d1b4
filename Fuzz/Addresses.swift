@testable import CGIAuthCore

/// The lines are REMOTE_ADDR, X-Forwarded-For, X-Forwarded-Proto and `trusted_proxies`. A client is where the
/// last proxy that is trusted says, and what the client itself wrote before changes nothing.
func checkAddresses(_ input: [UInt8]) {
  let parts = lines(input, 4)
  let proxies = words(parts[3]).compactMap { AddressRange(String(decoding: $0, as: UTF8.self)) }
  let remote = String(decoding: parts[0], as: UTF8.self)
  checkRange(remote)
  let request = sent(from: parts[0], [parts[1]], parts[2])
  let address = request.clientAddress(trusting: proxies)
  claim((address == nil) == (ClientNetwork(ofAddress: remote) == nil), "an address is lost, or made up")
  checkHTTPS(request, from: remote, proxies)
  guard let address else {
    claim(request.clientNetwork(trusting: proxies) == .unknown, "no address has a network")
    return
  }
  claim(request.clientAddress(trusting: []) == remote, "a stranger's word is believed")
  claim(address == remote || proxies.contains { $0.contains(remote) }, "a stranger's word is believed")
  claim(address.utf8.allSatisfy { $0.hexDigitValue != nil || ".:".utf8.contains($0) }, "an address is none")
  if !proxies.contains(where: { $0.contains(address) }) {
    let forged = sent(from: parts[0], [Array("198.51.100.66, ".utf8) + parts[1]], [])
    claim(forged.clientAddress(trusting: proxies) == address, "the client chose its address")
  }
  let twice = sent(from: parts[0], [parts[1], parts[1]], [])
  claim(twice.clientAddress(trusting: proxies) == remote, "a field that came twice counts")
  let network = request.clientNetwork(trusting: proxies)
  claim([32, 64].contains(network.prefixLength), "a network has another size")
  for wider in network.around { claim(network.bytes.starts(with: wider.bytes), "a network is not around it") }
}

private func sent(from remote: [UInt8], _ forwarded: [[UInt8]], _ scheme: [UInt8]) -> Request {
  request(
    [
      Array("REQUEST_METHOD=GET".utf8), Array("REMOTE_ADDR=".utf8) + remote,
      Array("HTTP_X_FORWARDED_PROTO=".utf8) + scheme,
    ] + forwarded.map { Array("HTTP_X_FORWARDED_FOR=".utf8) + $0 })
}

private func checkHTTPS(_ request: Request, from remote: String, _ proxies: [AddressRange]) {
  claim(!request.isHTTPS(trusting: []), "a stranger's word is believed")
  let isTrusted = proxies.contains { $0.contains(remote) }
  claim(isTrusted || !request.isHTTPS(trusting: proxies), "a stranger's word is believed")
}

/// A range has its own address in it, and the widest of its kind every address of that kind.
private func checkRange(_ text: String) {
  guard let range = AddressRange(text), !text.utf8.contains(UInt8(ascii: "/")) else { return }
  claim(range.contains(text), "an address is not itself")
  let isIPv4 = AddressRange.bytes(ofAddress: text)?.count == 4
  guard let all = AddressRange(isIPv4 ? "0.0.0.0/0" : "::/0") else { fatalError("no range") }
  claim(all.contains(text), "an address is in no range")
}
