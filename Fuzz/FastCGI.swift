import CGIAuthLibC

@testable import CGIAuthCore

/// What a web server sends over one connection, up to its end. Whatever it is, a request has the variables
/// that environ(7) could hold and no more of a body than was sent, and pairs read back as they were written.
func checkFastCGI(_ input: [UInt8]) {
  if let found = pairs(of: input) {
    let written = found.flatMap { length($0.name.count) + length($0.value.count) + $0.name + $0.value }
    claim(written.count <= input.count, "pairs are longer than what they were read from")
    let again = pairs(of: written) ?? []
    claim(
      again.count == found.count
        && zip(again, found).allSatisfy { $0.name == $1.name && $0.value == $1.value },
      "pairs do not read back")
  }
  var ends: [Int32] = [-1, -1]
  guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else { fatalError("no sockets") }
  defer { close(ends[0]) }
  let connection = FastCGIConnection(ends[1])
  // All of it is there before anything is read, and nothing reads what is
  // answered: both fit into the sockets.
  let sent = input.prefix(60_000)
  claim(sent.withUnsafeBytes { write(ends[0], $0.baseAddress, $0.count) } == sent.count, "not sent")
  shutdown(ends[0], Int32(SHUT_WR))
  for _ in 0..<20 {
    guard let request = try? FastCGIRequest(connection, roles: [.responder, .authorizer]) else { return }
    claim(request.id != 0, "a request has the id of none")
    for variable in request.variables.strings {
      let name = variable.prefix { $0 != UInt8(ascii: "=") }
      claim(!name.isEmpty && name.count < variable.count, "a variable has no name or no value")
      claim(!variable.contains(0), "a variable ends within")
    }
    if let body = try? request.body(7) { claim(body.count == 7, "a body has another length") }
    guard request.skipBody() else { return }
    do { try request.end() } catch { return }
  }
}

private func pairs(of bytes: [UInt8]) -> [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)]? {
  var pairs: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] = []
  var place = 0
  while let (name, value) = FastCGIRecord.pair(of: bytes, at: &place) {
    pairs.append((bytes[name], bytes[value]))
  }
  return place == bytes.count ? pairs : nil
}

/// A length as FastCGI writes it (section 3.4).
private func length(_ count: Int) -> [UInt8] {
  count < 128 ? [UInt8(count)] : [24, 16, 8, 0].map { UInt8(count >> $0 & 255 | ($0 == 24 ? 128 : 0)) }
}
