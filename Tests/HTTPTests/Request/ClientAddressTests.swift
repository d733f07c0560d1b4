import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct ClientAddressTests {
  private func network(_ variables: [String: String], trusting ranges: [String] = []) throws -> ClientNetwork
  {
    try Request.made(variables).clientNetwork(trusting: ranges.map { try #require(AddressRange($0)) })
  }

  private func network(_ address: String) throws -> ClientNetwork {
    try #require(ClientNetwork(ofAddress: address))
  }

  @Test(
    arguments: [
      ("192.0.2.7", "192.0.2.7", [192, 0, 2, 7]), ("192.0.2.7", "::ffff:192.0.2.7", [192, 0, 2, 7]),
      ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", [0x20, 1, 0x0D, 0xB8, 0, 1, 0, 2]),
      ("::1", "::2", [0, 0, 0, 0, 0, 0, 0, 0]),
    ] as [(String, String, [UInt8])])
  func isAnIPv4AddressOrAnIPv6Slash64(one: String, other: String, bytes: [UInt8]) throws {
    #expect(try network(["REMOTE_ADDR": one]) == network(["REMOTE_ADDR": other]))
    #expect(try network(["REMOTE_ADDR": one]).bytes == bytes)
  }

  @Test(arguments: [("192.0.2.7", "192.0.2.8"), ("2001:db8:1:2::1", "2001:db8:1:3::1"), ("::", "0.0.0.0")])
  func tellsNeighboursApart(one: String, other: String) throws {
    #expect(try network(["REMOTE_ADDR": one]) != network(["REMOTE_ADDR": other]))
  }

  @Test(
    arguments: [
      ("192.0.2.7", [[192, 0, 2]]), ("::ffff:192.0.2.7", [[192, 0, 2]]),
      ("2001:db8:1:2345::9", [[0x20, 1, 0x0D, 0xB8, 0, 1, 0x23], [0x20, 1, 0x0D, 0xB8, 0, 1]]),
    ] as [(String, [[UInt8]])])
  func liesInTheNetworksOfACustomer(address: String, around: [[UInt8]]) throws {
    #expect(try network(address).around.map(\.bytes) == around)
    #expect(try network(address).around.allSatisfy { $0.around.isEmpty })
  }

  @Test func hasNothingAroundItWhereItIsNotKnown() throws {
    #expect(ClientNetwork.unknown.around == [])
    #expect(ClientNetwork.unknown.prefixLength == 0)
    #expect(try network("192.0.2.7").prefixLength == 32)
    #expect(try network("2001:db8::").prefixLength == 64)
    #expect(try network("2001:db8::").around.map(\.prefixLength) == [56, 48])
  }

  /// lighttpd takes `X_Forwarded_For` for the field that the proxy writes, and the proxy lets it pass.
  @Test func believesNoFieldThatArrivesTwice() throws {
    let strings = [
      "REQUEST_METHOD=GET", "REMOTE_ADDR=10.1.2.3", "HTTP_X_FORWARDED_FOR=192.0.2.9",
      "HTTP_X_FORWARDED_FOR=192.0.2.8",
      "HTTP_X_FORWARDED_PROTO=http", "HTTP_X_FORWARDED_PROTO=https",
    ]
    let request = try Request(environment: Environment(strings: strings.map(bytes)), body: .bytes([]))
    let proxies = [try #require(AddressRange("10.0.0.0/8"))]
    #expect(request.clientAddress(trusting: proxies) == "10.1.2.3")
    #expect(!request.isHTTPS(trusting: proxies))
  }

  @Test(arguments: [
    [:], ["REMOTE_ADDR": ""], ["REMOTE_ADDR": "host.example"], ["REMOTE_ADDR": "192.0.2.7:80"],
  ])
  func isOneNetworkForAllWithoutAnAddress(variables: [String: String]) throws {
    #expect(try network(variables) == .unknown)
    let claim = variables.merging(["HTTP_X_FORWARDED_FOR": "192.0.2.9"]) { $1 }
    #expect(try network(claim, trusting: ["0.0.0.0/0"]) == .unknown)
  }

  @Test(arguments: [
    ("192.0.2.9", "192.0.2.9"), (" 192.0.2.9\t", "192.0.2.9"), ("2001:db8::7", "2001:db8::7"),
    // What the client wrote itself stands before what the proxy wrote.
    ("198.51.100.1, 192.0.2.9", "192.0.2.9"), ("junk, 192.0.2.9", "192.0.2.9"),
    // A chain of proxies: from the right, the first that is none of them.
    ("198.51.100.1, 192.0.2.9, 10.9.9.9", "192.0.2.9"), ("192.0.2.9,10.9.9.9,10.0.0.7", "192.0.2.9"),
    // All of it came from inside.
    ("10.2.2.2, 10.3.3.3", "10.2.2.2"),
    // A malformed entry ends the search.
    ("192.0.2.9, junk, 10.3.3.3", "10.3.3.3"), ("192.0.2.9, , 10.3.3.3", "10.3.3.3"), ("junk", "10.1.2.3"),
    ("", "10.1.2.3"), ("192.0.2.9,", "10.1.2.3"), ("unknown", "10.1.2.3"),
    // As Azure's and IIS's proxies write it.
    ("192.0.2.9:1234", "192.0.2.9"), ("[2001:db8::7]", "2001:db8::7"), ("[2001:db8::7]:1234", "2001:db8::7"),
    ("[192.0.2.9", "10.1.2.3"), ("[2001:db8::7]x", "10.1.2.3"), ("host:1234", "10.1.2.3"),
    ("192.0.2.9 192.0.2.8", "10.1.2.3"),
  ])
  func believesATrustedProxy(forwarded: String, expected: String) throws {
    let variables = ["REMOTE_ADDR": "10.1.2.3", "HTTP_X_FORWARDED_FOR": forwarded]
    #expect(try network(variables, trusting: ["203.0.113.1", "10.0.0.0/8"]) == network(expected))
    let mapped = variables.merging(["REMOTE_ADDR": "::ffff:10.1.2.3"]) { $1 }
    #expect(try network(mapped, trusting: ["10.0.0.0/8"]) == network(expected))
  }

  @Test(arguments: [[], ["203.0.113.1"], ["10.1.2.4"], ["::/0"]])
  func believesNobodyElse(proxies: [String]) throws {
    let claim = ["REMOTE_ADDR": "10.1.2.3", "HTTP_X_FORWARDED_FOR": "192.0.2.9"]
    #expect(try network(claim, trusting: proxies) == network("10.1.2.3"))
  }

  @Test(arguments: ["HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_CLIENT_IP", "HTTP_X_FORWARDED_PROTO"])
  func readsNoOtherField(name: String) throws {
    let claim = ["REMOTE_ADDR": "10.1.2.3", name: "192.0.2.9"]
    #expect(try network(claim, trusting: ["10.0.0.0/8"]) == network("10.1.2.3"))
  }
}
