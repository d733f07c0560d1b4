import Testing

@testable import CGIAuthCore

@Suite struct AddressRangeTests {
  @Test(arguments: [
    ("192.0.2.7", "192.0.2.7"), ("192.0.2.7/32", "192.0.2.7"), ("192.0.2.0/24", "192.0.2.255"),
    ("10.0.0.0/8", "10.255.255.255"), ("10.1.2.3/8", "10.9.9.9"), ("172.16.0.0/12", "172.31.255.255"),
    ("0.0.0.0/0", "203.0.113.9"), ("192.0.2.128/25", "192.0.2.129"), ("192.0.2.6/31", "192.0.2.7"),
    ("2001:db8::/32", "2001:db8:ffff::1"), ("2001:db8::1", "2001:0DB8:0:0:0:0:0:1"), ("::/0", "2001:db8::1"),
    ("fe80::/10", "febf::1"), ("::1", "::1"),
    // A server that listens on both families reports IPv4 clients so (RFC 4291 section 2.5.5.2).
    ("192.0.2.0/24", "::ffff:192.0.2.9"), ("::ffff:192.0.2.9", "192.0.2.9"),
  ])
  func containsItsAddresses(range: String, address: String) throws {
    #expect(try #require(AddressRange(range)).contains(address))
  }

  @Test(arguments: [
    ("192.0.2.7", "192.0.2.8"), ("192.0.2.0/24", "192.0.3.0"), ("10.0.0.0/8", "11.0.0.0"),
    ("172.16.0.0/12", "172.32.0.0"), ("192.0.2.128/25", "192.0.2.127"), ("192.0.2.6/31", "192.0.2.8"),
    ("2001:db8::/32", "2001:db9::1"), ("fe80::/10", "fec0::1"), ("0.0.0.0/0", "2001:db8::1"),
    ("::/0", "192.0.2.1"), ("::/0", "::ffff:192.0.2.1"), ("::1", "127.0.0.1"), ("0.0.0.0/0", ""),
    ("0.0.0.0/0", "unknown"), ("0.0.0.0/0", "192.0.2.1:80"), ("0.0.0.0/0", "192.0.2.1, 192.0.2.2"),
    ("127.0.0.1", "127.1"), ("127.0.0.1", "0x7f.0.0.1"), ("10.0.0.8", "10.0.0.010"), ("::/0", "[::1]"),
    ("::/0", "fe80::1%eth0"), ("0.0.0.0/0", "192.0.2.1\u{0}"), ("::/0", "::1\u{0}x"),
  ])
  func doesNotContainOthers(range: String, address: String) throws {
    #expect(try !#require(AddressRange(range)).contains(address))
  }

  @Test(arguments: [
    "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0.0/+8", "10.0.0.0/ 8",
    "10.0.0.0/255.0.0.0", "10.0.0.0/99999999999999999999", "10.0.0", "10", "10.0.0.256", "10.0.0.0.0",
    " 10.0.0.0",
    "10.0.0.0 ", "10.0.0.0\u{0}", "localhost", "*", "::/129", ":::", "[::1]", "fe80::1%eth0", "2001:db8::g",
    "::ffff:192.0.2.0/120",
  ])
  func refusesWhatIsNoRange(text: String) { #expect(AddressRange(text) == nil) }
}

@Suite struct SecureTransportTests {
  private func isHTTPS(_ variables: [String: String], trusting ranges: [String] = []) throws -> Bool {
    let proxies = try ranges.map { try #require(AddressRange($0)) }
    return try Request.made(variables).isHTTPS(trusting: proxies)
  }

  @Test(arguments: [
    ["HTTPS": "on"], ["HTTPS": "ON"], ["REQUEST_SCHEME": "https"], ["HTTPS": "", "REQUEST_SCHEME": "HTTPS"],
  ])
  func believesTheServer(variables: [String: String]) throws { #expect(try isHTTPS(variables)) }

  @Test(arguments: [
    [:], ["HTTPS": ""], ["HTTPS": "off"], ["HTTPS": "0"], ["HTTPS": "off", "REQUEST_SCHEME": "https"],
    ["REQUEST_SCHEME": "http"], ["REQUEST_SCHEME": "https "], ["SERVER_PORT": "443"],
    ["HTTP_HTTPS": "on"], ["HTTP_X_FORWARDED_SSL": "on"], ["HTTP_ORIGIN": "https://www.example.com"],
  ])
  func isHTTPWhereTheServerDoesNotSayHTTPS(variables: [String: String]) throws {
    #expect(try !isHTTPS(variables, trusting: ["0.0.0.0/0"]))
  }

  @Test(arguments: [
    ("https", true), ("HTTPS", true), ("http, https", true), ("http,https ", true), ("http", false),
    ("https, http", false), ("", false), ("httpsx", false),
  ])
  func believesTheLastWordOfATrustedProxy(forwarded: String, expected: Bool) throws {
    let variables = ["REMOTE_ADDR": "10.1.2.3", "HTTP_X_FORWARDED_PROTO": forwarded]
    #expect(try isHTTPS(variables, trusting: ["192.0.2.1", "10.0.0.0/8"]) == expected)
    // The connection from the proxy may be HTTPS while the client's was not.
    #expect(
      try isHTTPS(variables.merging(["HTTPS": "on"]) { $1 }, trusting: ["10.0.0.0/8"]) == expected)
  }

  @Test(arguments: [[], ["192.0.2.1"], ["10.1.2.4"], ["::/0"]])
  func ignoresTheWordOfAnyoneElse(proxies: [String]) throws {
    let variables = ["REMOTE_ADDR": "10.1.2.3", "HTTP_X_FORWARDED_PROTO": "https"]
    #expect(try !isHTTPS(variables, trusting: proxies))
    #expect(try !isHTTPS(["HTTP_X_FORWARDED_PROTO": "https"], trusting: proxies))
    let lowered = ["REMOTE_ADDR": "10.1.2.3", "HTTP_X_FORWARDED_PROTO": "http", "HTTPS": "on"]
    #expect(try isHTTPS(lowered, trusting: proxies))
  }
}
