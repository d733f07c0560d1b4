import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// RFC 6750 section 2.1: `credentials = "Bearer" 1*SP b64token`.
@Suite struct BearerTokenTests {
  @Test(arguments: [
    ("Bearer mF_9.B5f-4.1JqM", "mF_9.B5f-4.1JqM"),
    ("bearer abc", "abc"), ("BEARER abc", "abc"), ("Bearer   abc", "abc"), ("Bearer abc ", "abc"),
    ("Bearer aZ09-._~+/==", "aZ09-._~+/=="),
  ])
  func readsAToken(field: String, token: String) {
    #expect(BearerToken(authorization: bytes(field)) == .token(bytes(token)))
  }

  @Test(arguments: [
    nil, "", "Basic dXNlcjpwYXNz", "Bearerabc", "Bearer, abc", "Digest username=\"a\"", "Token abc",
    " Bearer abc",
    "Bear abc", "abc",
  ])
  func passesOverOtherSchemes(field: String?) {
    #expect(BearerToken(authorization: field.map(bytes)) == .absent)
  }

  @Test(arguments: [
    "Bearer", "Bearer ", "Bearer a b", "Bearer abc, Bearer def", "Bearer \"abc\"", "Bearer a,b",
    "Bearer a\r\nb",
    "Bearer a\u{0}", "Bearer é", "Bearer token=\"abc\"", "Bearer ==", "Bearer a=b", "Bearer =a",
  ])
  func refusesWhatIsNotOneToken(field: String) {
    #expect(BearerToken(authorization: bytes(field)) == .malformed)
  }
}
