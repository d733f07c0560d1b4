import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// The examples of RFC 9110 (HTTP Semantics).
@Suite struct RFC9110Tests {
  // MARK: Section 5.6.7, dates

  private static let now = 1_795_478_400

  @Test(arguments: [
    "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
  ])
  func readsTheThreeFormsOfADate(_ text: String) {
    #expect(HTTPDate(bytes(text), now: Self.now)?.seconds == 784_111_777)
  }

  @Test(arguments: [
    // `date -u -R -d @N`
    (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
    (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (1_795_478_400, "Tue, 24 Nov 2026 00:00:00 GMT"),
    (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"), (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
    (-1, "Thu, 01 Jan 1970 00:00:00 GMT"), (Int.max, "Fri, 31 Dec 9999 23:59:59 GMT"),
  ])
  func writesTheOneFormThatIsSent(_ seconds: Int, _ text: String) {
    #expect(HTTPDate(seconds: seconds).text == text)
    #expect(HTTPDate(bytes(text), now: Self.now) == HTTPDate(seconds: seconds))
  }

  @Test(arguments: [
    "", "Sun", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 6 Nov 1994 08:49:37 GMT",
    "sun, 06 nov 1994 08:49:37 gmt", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 29 Feb 2100 08:49:37 GMT",
    "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ",
    "Sun, 06 Nov 1969 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT", "Sun Nov 6 08:49:37 1994",
    "Sunday, 06 Nov 1994 08:49:37 GMT", "784111777", "Day, 06 Nov 1994 08:49:37 GMT",
    "Sun, 00 Nov 1994 08:49:37 GMT",
    "Sun, -6 Nov 1994 08:49:37 GMT", "Sun, 06 Non 1994 08:49:37 GMT",
  ])
  func readsNothingElseAsADate(_ text: String) {
    #expect(HTTPDate(bytes(text), now: Self.now) == nil)
  }

  @Test func takesATwoDigitYearForAPastOneWhenItIsFarAhead() {
    // The year is 2026: 76 is 50 years ahead, 77 is not 2077.
    #expect(HTTPDate(bytes("Friday, 01-Jan-76 00:00:00 GMT"), now: Self.now)?.seconds == 3_345_062_400)
    #expect(HTTPDate(bytes("Saturday, 01-Jan-77 00:00:00 GMT"), now: Self.now)?.seconds == 220_924_800)
  }

  // MARK: Section 14.1.2, byte ranges of a representation of 10000 bytes

  @Test(arguments: [
    ("bytes=0-499", RangeRequest.part(0..<500)), ("bytes=500-999", .part(500..<1000)),
    ("bytes=-500", .part(9500..<10000)), ("bytes=9500-", .part(9500..<10000)),
    // Several that are not one: the whole.
    ("bytes=0-0,-1", .whole), ("bytes=0-999, 4500-5499, -1000", .whole), ("bytes=500-600,601-999", .whole),
    ("bytes=500-700,601-999", .whole),
    // Of several, those that cannot be are passed over (section 14.2).
    ("bytes=20000-, 0-9", .part(0..<10)), ("bytes=0-9, 0-9", .part(0..<10)),
    ("bytes=10000-", .unsatisfiable), ("bytes=20000-, -0", .unsatisfiable),
    ("bytes=0-9999", .part(0..<10000)), ("bytes=0-10000", .part(0..<10000)), ("BYTES=0-1", .part(0..<2)),
    ("bytes=1-0", .whole), ("bytes=", .whole), ("bytes", .whole), ("bytes=-", .whole), ("bytes=,", .whole),
    ("bytes= 0-1 , ", .part(0..<2)), ("bytes=0 - 1", .whole), ("bytes=+0-1", .whole), ("bytes=0-1-2", .whole),
    ("other=0-1", .whole), ("bytes=0x1-2", .whole),
  ])
  func readsARange(_ field: String, _ expected: RangeRequest) {
    #expect(RangeRequest(bytes(field), length: 10_000) == expected)
  }

  @Test func readsNoMoreRangesThanAPlayerSends() {
    let many = bytes("bytes=" + Array(repeating: "0-9", count: 17).joined(separator: ","))
    #expect(RangeRequest(many, length: 100) == .whole)
    #expect(RangeRequest(nil, length: 100) == .whole)
  }

  @Test(arguments: [
    ("bytes=0-", RangeRequest.unsatisfiable), ("bytes=-5", .whole), ("bytes=-0", .unsatisfiable),
  ])
  func readsARangeOfNothing(_ field: String, _ expected: RangeRequest) {
    #expect(RangeRequest(bytes(field), length: 0) == expected)
  }

  // MARK: Section 8.8.3.2, comparison of entity tags

  @Test(arguments: [
    (#"W/"1""#, #"W/"1""#, false, true), (#"W/"1""#, #"W/"2""#, false, false),
    (#"W/"1""#, #""1""#, false, true),
    (#""1""#, #""1""#, true, true),
  ])
  func comparesEntityTags(_ one: String, _ other: String, _ strongly: Bool, _ weakly: Bool) throws {
    guard case .tags(let tags) = EntityTagList(bytes("\(one), \(other)")), tags.count == 2 else {
      Issue.record("two tags are not read")
      return
    }
    #expect(tags[0].matchesStrongly(tags[1]) == strongly)
    #expect(tags[0].matchesWeakly(tags[1]) == weakly)
    #expect(tags.map(\.text) == [one, other])
  }

  // MARK: Sections 13.1.1 and 13.1.2, lists of entity tags

  @Test(arguments: [
    (#""xyzzy""#, 1), (#""xyzzy", "r2d2xxxx", "c3piozzzz""#, 3),
    (#"W/"xyzzy", W/"r2d2xxxx", W/"c3piozzzz""#, 3),
    (#" ,"a,b" ,, "c" "#, 2), (#""""#, 1),
  ])
  func readsAListOfEntityTags(_ field: String, _ count: Int) {
    guard case .tags(let tags) = EntityTagList(bytes(field)) else {
      Issue.record("\(field) is not read")
      return
    }
    #expect(tags.count == count)
  }

  @Test(arguments: ["", ",", "xyzzy", #""xyzzy"#, #"w/"xyzzy""#, #""a" "b""#, #""a b""#, #"*, "a""#, "W/*"])
  func readsNoMalformedList(_ field: String) {
    #expect(EntityTagList(bytes(field)) == nil)
  }

  @Test func readsAnyAsAList() { #expect(EntityTagList(bytes(" * ")) == .any) }
}
