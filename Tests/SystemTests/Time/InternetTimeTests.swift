import Foundation
import Testing

@testable import CGIAuthCore

@Suite struct InternetTimeTests {
  /// By `date -u -d @N +%FT%TZ`.
  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
    (951_868_800, "2000-03-01T00:00:00Z"), (1_795_464_000, "2026-11-23T20:00:00Z"),
    (4_107_542_399, "2100-02-28T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
    (253_402_300_799, "9999-12-31T23:59:59Z"),
  ])
  func writesMoments(seconds: Int, text: String) { #expect(internetTime(seconds) == text) }

  @Test func agreesWithFoundationForFourHundredYears() {
    let style = Date.ISO8601FormatStyle()
    for day in 0..<146_097 {
      let seconds = day * 86_400 + day * 7919 % 86_400
      let expected = Date(timeIntervalSince1970: Double(seconds)).formatted(style)
      guard internetTime(seconds) == expected else {
        Issue.record("\(seconds): \(internetTime(seconds)), not \(expected)")
        return
      }
    }
  }

  @Test(arguments: [(-1, "1970-01-01T00:00:00Z"), (Int.min, "1970-01-01T00:00:00Z")])
  func staysWithinFourDigits(seconds: Int, text: String) {
    #expect(internetTime(seconds) == text)
    #expect(internetTime(.max) == "9999-12-31T23:59:59Z")
  }
}
