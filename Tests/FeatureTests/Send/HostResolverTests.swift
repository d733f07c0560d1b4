import CGIAuthHarness
import Testing

@testable import CGIAuthCore
@testable import CGIAuthSend

/// The look-up of names, with a real name server (tools/dns.py).
@Suite struct HostResolverTests {
  private static let server = Result { () throws -> (RunningCommand, UInt16) in
    let command = try RunningCommand(
      watched: "/usr/bin/python3", ["\(Project.root)/Tests/FeatureTests/tools/dns.py"])
    try eventually("it listens: \(command.errorsSoFar)") { command.outputSoFar.hasSuffix("\n") }
    return (command, try #require(UInt16(command.outputSoFar.dropLast())))
  }

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func resolver(hosts: String = "", servers: String = "nameserver 127.0.0.1\n") throws -> HostResolver
  {
    try folder.write("hosts", hosts)
    try folder.write("resolv.conf", servers)
    return HostResolver(
      hostsPath: folder.path("hosts"), serversPath: folder.path("resolv.conf"), port: try Self.server.get().1,
      patience: 60_000)
  }

  private func text(_ addresses: [HostAddress]) -> [String] { addresses.map(\.literal) }

  @Test(arguments: [
    ("good.example.com", ["[192.0.2.7]", "[IPv6:2001:db8::7]"]), ("four.example.com", ["[192.0.2.7]"]),
    ("large.example.com", ["[192.0.2.7]", "[IPv6:2001:db8::7]"]),
    // The forged answer came first, with another number.
    ("other.example.com", ["[192.0.2.7]", "[IPv6:2001:db8::7]"]),
  ])
  func findsAName(_ name: String, _ addresses: [String]) throws {
    #expect(try text(resolver().addresses(of: name, until: Deadline(milliseconds: 120_000))) == addresses)
  }

  @Test(arguments: [
    ("none.example.com", "the name of the server has no address"),
    ("empty.example.com", "the name of the server has no address"),
    ("broken.example.com", "no name server answered"), ("cut.example.com", "no name server answered"),
    ("loop.example.com", "no name server answered"),
    ("\(String(repeating: "x", count: 64)).example.com", "the name of the server is none of DNS"),
  ])
  func doesNotFindAName(_ name: String, _ detail: String) throws {
    let resolver = try resolver()
    let failure = thrown { () throws(MailFailure) in
      _ = try resolver.addresses(of: name, until: Deadline(milliseconds: 120_000))
    }
    #expect(failure == MailFailure(.unreachable, detail))
  }

  @Test func givesUpWhereANameServerIsSilent() throws {
    var resolver = try resolver()
    resolver.patience = 300
    let failure = thrown { () throws(MailFailure) in
      _ = try resolver.addresses(of: "silent.example.com", until: Deadline(milliseconds: 60_000))
    }
    #expect(failure?.reason == .unreachable)
  }

  /// 127.0.0.2 answers nobody: the next does.
  @Test func asksTheNext() throws {
    let resolver = try resolver(
      servers: "search example.com\nnameserver 127.0.0.2\n# x\nnameserver\t127.0.0.1\noptions x\n")
    let addresses = try resolver.addresses(of: "four.example.com", until: Deadline(milliseconds: 120_000))
    #expect(text(addresses) == ["[192.0.2.7]"])
  }

  @Test(arguments: [
    ("192.0.2.9 mail.example.com", ["[192.0.2.9]"]),
    ("2001:db8::9\tx MAIL.example.com # y", ["[IPv6:2001:db8::9]"]),
    ("2001:db8::9 mail.example.com\r\n192.0.2.9  mail.example.com", ["[192.0.2.9]", "[IPv6:2001:db8::9]"]),
    ("# 192.0.2.9 mail.example.com\n", []), ("192.0.2.9 # mail.example.com", []),
    ("192.0.2.9 mail.example.com.org", []),
    ("mail.example.com 192.0.2.9", []), ("", []),
  ])
  func readsHosts(_ content: String, _ addresses: [String]) {
    #expect(text(HostResolver.addresses(of: "mail.example.com", inHosts: Array(content.utf8))) == addresses)
  }

  @Test func knowsThisComputer() throws {
    #expect(
      try text(resolver().addresses(of: "localhost", until: Deadline(milliseconds: 1))) == ["[127.0.0.1]"])
  }

  @Test(arguments: [
    ("", ["[127.0.0.1]"]), ("nameserver x\nnameserver", ["[127.0.0.1]"]),
    ("nameserver ::1 # x\n", ["[IPv6:::1]"]),
    (
      "nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\nnameserver 192.0.2.4\n",
      ["[192.0.2.1]", "[192.0.2.2]", "[192.0.2.3]"]
    ),
  ])
  func readsResolvConf(_ content: String, _ servers: [String]) {
    #expect(text(HostResolver.servers(in: Array(content.utf8))) == servers)
  }
}
