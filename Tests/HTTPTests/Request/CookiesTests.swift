import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct CookiesTests {
  private func values(_ field: String?, of name: CookieName = "authToken") -> [String] {
    Cookies(field.map(bytes)).values(of: name).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(arguments: [
    "authToken=abc", "a=b; authToken=abc", "authToken=abc; a=b", "a=b;authToken=abc;c=d",
    "a=b;  authToken=abc ",
    // Apache joins fields sent twice by a comma, lighttpd by a semicolon.
    "a=b, authToken=abc", "authToken=abc, a=b; c=d", "a=b; c=d, authToken=abc",
    // Pieces of other programs, sound or not.
    "lonely; authToken=abc; =x; ;", "a=\"b; authToken=abc", "AuthToken=other; authToken=abc",
    "authtoken=other; authToken=abc", "authToken =other; authToken=abc", "xauthToken=other; authToken=abc",
  ])
  func findsACookie(field: String) { #expect(values(field) == ["abc"]) }

  @Test(arguments: [
    nil, "", "authToken", "authToken=", "authToken= ", "AUTHTOKEN=abc", "authToken2=abc",
    "__Host-authToken=abc",
    "authToke=abc", "a=authToken=abc", "authToken =abc", "$authToken=abc", "\u{A0}authToken=abc",
  ])
  func findsNoCookieOfAnotherName(field: String?) { #expect(values(field) == []) }

  /// A neighbouring host can set a cookie with a comma in its value, but none of such a name.
  @Test(arguments: ["__Host-authToken", "__Secure-authToken", "__host-authToken"])
  func separatesByCommaOnlyWhereTheNameIsNotForHTTPS(name: String) throws {
    let name = try #require(CookieName(name))
    #expect(values("theme=1,\(name.text)=planted", of: name) == [])
    #expect(values("theme=1, \(name.text)=planted", of: name) == [])
    #expect(values("theme=1, x; \(name.text)=own", of: name) == ["own"])
  }

  @Test(arguments: ["; ", ", ", ";", ","])
  func givesEveryValueOfADoubledName(separator: String) {
    #expect(values(["authToken=a", "x=y", "authToken=b"].joined(separator: separator)) == ["a", "b"])
  }

  @Test func givesAValueSentTwiceOnce() {
    #expect(values("authToken=a; authToken=a; authToken=") == ["a"])
    #expect(values("authToken=a; authToken=b; authToken=a") == ["a", "b"])
  }

  @Test func keepsEqualsSignsAndQuotesInAValue() {
    #expect(values("authToken=a=b==") == ["a=b=="])
    #expect(values("authToken=\"a\"") == ["\"a\""])
  }

  @Test func comparesValuesAsBytes() {
    #expect(values("authToken=e\u{301}; authToken=\u{E9}").count == 2)
    #expect(Cookies(bytes("authToken=") + [0xFF]).values(of: "authToken") == [[0xFF]])
  }
}

@Suite struct CookieNameTests {
  @Test(arguments: ["authToken", "__Host-authToken", "a", "!#$%&'*+-.^_`|~09"])
  func takesAToken(text: String) { #expect(CookieName(text)?.text == text) }

  @Test(arguments: ["", "a b", "a=b", "a;b", "a,b", "a\r\nb", "a\u{0}", "a\tb", "\"a\"", "é", "a/b", "a\\b"])
  func refusesWhatIsNoToken(text: String) { #expect(CookieName(text) == nil) }

  @Test(arguments: [
    ("__Host-a", true), ("__Secure-a", true), ("__host-a", true), ("__SECURE-A", true), ("__HoSt-a", true),
    ("authToken", false), ("_Host-a", false), ("Host-a", false), ("a__Host-", false), ("__Hosta", false),
  ])
  func knowsThePrefixesForHTTPS(text: String, requiresSecure: Bool) throws {
    #expect(try #require(CookieName(text)).requiresSecure == requiresSecure)
  }
}

@Suite struct CookieRemovalTests {
  /// A program that is not to see a cookie gets the rest as it was sent.
  @Test(arguments: [
    ("a=1; secret=x; b=2", "a=1; b=2"), ("secret=x", ""), ("secret=x; a=1", "a=1"), ("a=1;secret=x", "a=1"),
    ("a=1, secret=x", "a=1"), ("a=1, secret=x; b=2,3", "a=1; b=2,3"),
    ("a=1; __Host-secret=x,b=2", "a=1;b=2"),
    ("a=1,__Host-secret=x", "a=1"), ("Secret=x; secretx=y; a", "Secret=x; secretx=y; a"), ("", ""),
    ("secret", ""), ("a=secret=x", "a=secret=x"), (" secret =x;a=1", "a=1"),
  ])
  func leavesTheOthers(field: String, rest: String) {
    let left = Cookies(bytes(field)).removing(["secret", "__Host-secret"])
    #expect(String(decoding: left, as: UTF8.self) == rest)
  }
}

@Suite struct SetCookieTests {
  private func field(_ value: String, maxAgeSeconds: Int = 3600, secure: Bool = false) -> String? {
    SetCookie("authToken", value: value, maxAgeSeconds: maxAgeSeconds, secure: secure)?.fieldValue.text
  }

  @Test func writesEveryAttribute() {
    #expect(field("a.b-c_d") == "authToken=a.b-c_d; Path=/; Max-Age=3600; HttpOnly; SameSite=Strict")
  }

  @Test func isForHTTPSOnlyWhereItMustBe() {
    #expect(
      field("a", secure: true) == "authToken=a; Path=/; Max-Age=3600; HttpOnly; SameSite=Strict; Secure")
  }

  @Test func clearsByMaxAgeZero() {
    #expect(field("", maxAgeSeconds: 0) == "authToken=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict")
  }

  @Test func lastsAsLongAsTheBrowserIsOpen() {
    let cookie = SetCookie("a", value: "b", maxAgeSeconds: nil, secure: false, sameSite: .lax)
    #expect(cookie?.fieldValue.text == "a=b; Path=/; HttpOnly; SameSite=Lax")
  }

  /// cookie-octet (RFC 6265 section 4.1.1): visible ASCII without quote, comma, semicolon and backslash.
  @Test func takesCookieOctetsOnly() {
    for byte in UInt8(0)...0x7F {
      let isOctet = (0x21...0x7E).contains(byte) && !Array("\",;\\".utf8).contains(byte)
      #expect((field(String(UnicodeScalar(byte))) != nil) == isOctet, "byte \(byte)")
    }
    #expect(field("é") == nil)
    #expect(field("a\r\nSet-Cookie: b=c") == nil)
  }

  @Test func takesFourThousandNinetySixBytesAndNotOneMore() throws {
    let attributes = "authToken=; Path=/; Max-Age=3600; HttpOnly; SameSite=Strict".utf8.count
    let longest = String(repeating: "x", count: 4096 - attributes)
    #expect(try #require(field(longest)).utf8.count == 4096)
    #expect(field(longest + "x") == nil)
  }
}
