import CGIAuthCore
import CGIAuthLibC

/// Finds the addresses of a mail server: in `/etc/hosts` (hosts(5)), else by the name servers of
/// `/etc/resolv.conf` (resolv.conf(5)).
///
/// Not by getaddrinfo(3): that loads libraries of the host, which a program that was linked statically
/// against another version of the C library must not do, and takes 0.2 MB. What a host names in another way,
/// such as by LDAP, must be given as an address.
struct HostResolver {
  /// The files to look into.
  var hostsPath = "/etc/hosts", serversPath = "/etc/resolv.conf"
  /// The port of name servers.
  var port: UInt16 = 53
  /// How long a name server has, in milliseconds. There are two rounds.
  var patience = 2_500

  private static let maxFileBytes = 1 << 20, maxServers = 3

  /// The addresses of a name, those of IPv4 first; at least one.
  ///
  /// - Parameter name: in lower case, without a dot at its end. It is taken as a whole: no domain is
  ///   appended.
  /// - Throws: `mail-unreachable`, `mail-system`.
  func addresses(of name: String, until deadline: Deadline) throws(MailFailure) -> [HostAddress] {
    let hosts = Self.addresses(of: name, inHosts: Self.content(of: hostsPath))
    if !hosts.isEmpty { return hosts }
    // RFC 6761 section 6.3.
    if name.isEqual(to: "localhost") { return [HostAddress([127, 0, 0, 1])] }
    let servers = Self.servers(in: Self.content(of: serversPath))
    var found: [HostAddress] = []
    var hasAnswer = false
    for kind in [DNSQuestion.Kind.ipv4, .ipv6] {
      guard let answer = try ask(servers, name, kind, until: deadline) else { continue }
      hasAnswer = true
      found += answer
    }
    guard !found.isEmpty else {
      throw MailFailure(
        .unreachable, hasAnswer ? "the name of the server has no address" : "no name server answered")
    }
    return found
  }

  /// A file's content; nothing where it cannot be read.
  private static func content(of path: String) -> [UInt8] {
    (try? File.open(path, O_RDONLY).read(maxBytes: maxFileBytes)) ?? []
  }

  /// What hosts(5) says: an address, then its names.
  static func addresses(of name: String, inHosts content: [UInt8]) -> [HostAddress] {
    var found: [HostAddress] = []
    for line in TextLine.lines(of: content) {
      let words = line.text.prefix { $0 != UInt8(ascii: "#") }.split { $0 == 0x20 || $0 == 0x09 }
      guard let first = words.first, let address = HostAddress(first) else { continue }
      if words.dropFirst().contains(where: { $0.asciiLowercased.elementsEqual(name.utf8) }) {
        found.append(address)
      }
    }
    return found.filter { $0.family == AF_INET } + found.filter { $0.family != AF_INET }
  }

  /// What resolv.conf(5) says: the first three lines `nameserver`, or this computer.
  static func servers(in content: [UInt8]) -> [HostAddress] {
    var servers: [HostAddress] = []
    for line in TextLine.lines(of: content) {
      let words = line.text.split { $0 == 0x20 || $0 == 0x09 }
      guard words.count >= 2, words[0].isEqual(to: "nameserver"), let address = HostAddress(words[1]) else {
        continue
      }
      servers.append(address)
    }
    return servers.isEmpty ? [HostAddress([127, 0, 0, 1])] : Array(servers.prefix(maxServers))
  }

  /// The answer of the first name server that gives one; nil where none does.
  private func ask(
    _ servers: [HostAddress], _ name: String, _ kind: DNSQuestion.Kind, until deadline: Deadline
  ) throws(MailFailure) -> [HostAddress]? {
    for _ in 0..<2 {
      for server in servers where !deadline.hasPassed {
        let id: [UInt8]
        do { id = try Randomness.system.bytes(2) } catch { throw MailFailure(.system, error.text) }
        guard let question = DNSQuestion(name, kind, id: id) else {
          throw MailFailure(.unreachable, "the name of the server is none of DNS")
        }
        let patience = Deadline(milliseconds: patience).orEarlier(deadline)
        if let answer = try? answer(of: server, to: question, until: patience) { return answer }
      }
    }
    return nil
  }

  private func answer(
    of server: HostAddress, to question: DNSQuestion, until deadline: Deadline
  ) throws(MailFailure) -> [HostAddress] {
    let datagrams = try Socket(to: server, port: port, isDatagram: true, until: deadline)
    try datagrams.write(question.bytes, until: deadline)
    while true {
      // One that answers another question may be forged, and the true one still come.
      switch question.answer(in: try datagrams.read(until: deadline)) {
      case .addresses(let addresses): return addresses
      case .other: continue
      case .failure: throw MailFailure(.unreachable, "a name server failed")
      case .truncated:
        // RFC 1035 section 4.2.2: the same by TCP, its length before it.
        let stream = try Socket(to: server, port: port, until: deadline)
        let count = question.bytes.count
        try stream.write(
          [UInt8(count >> 8), UInt8(truncatingIfNeeded: count)] + question.bytes, until: deadline)
        var bytes: [UInt8] = []
        while bytes.count < 2 || bytes.count < 2 + Int(bytes[0]) << 8 + Int(bytes[1]) {
          let piece = try stream.read(until: deadline)
          guard !piece.isEmpty else { throw MailFailure(.unreachable, "a name server failed") }
          bytes += piece
        }
        guard case .addresses(let addresses) = question.answer(in: Array(bytes.dropFirst(2))) else {
          throw MailFailure(.unreachable, "a name server failed")
        }
        return addresses
      }
    }
  }
}
