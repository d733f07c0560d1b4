import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct OriginTests {
  @Test(arguments: [
    ("https://app.example.com", "https://app.example.com"),
    ("HTTPS://App.Example.COM", "https://app.example.com"),
    ("http://localhost:3000", "http://localhost:3000"), ("https://a:65535", "https://a:65535"),
    ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
    ("http://192.0.2.1", "http://192.0.2.1"),
    ("http://[2001:DB8::1]", "http://[2001:db8::1]"), ("https://[::1]:8443", "https://[::1]:8443"),
    ("https://under_score.example", "https://under_score.example"), ("http://a:443", "http://a:443"),
    ("https://a:80", "https://a:80"), ("capacitor://localhost", "capacitor://localhost"),
  ])
  func takesWhatBrowsersSend(text: String, sent: String) {
    #expect(Origin(bytes(text))?.text == sent)
  }

  @Test(arguments: [
    "", "null", "*", "https", "https:", "https:/", "https://", "//a", "a", "a.example", "a.example:443",
    "https:a",
    "https://a/", "https://a/b", "https://a?b", "https://a#b", "https://u@a", "https://u:p@a", "https://a b",
    "https://a:", "https://a:0", "https://a:65536", "https://a:080", "https://a:+1", "https://a:8a",
    "https://a:1:2",
    "https://a:443", "http://a:80", "https://.a", "https://a.", "https://a..b", "https://*.a",
    "https://b\u{FC}cher.example",
    "https://[::1", "https://::1", "https://[]", "https://[1.2.3.4]", "https://[::1]x", "https://[::1]:",
    "https://[::/0]", "https://[g::1]", "1https://a", "ht tp://a", "://a", "https://a,https://b",
    "https://a\u{0}",
    "https://a\r\n",
  ])
  func refusesWhatTheyDoNot(text: String) { #expect(Origin(bytes(text)) == nil) }
}
