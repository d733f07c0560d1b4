import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct SessionRecordTests {
  private let user: User

  init() throws {
    user = User(
      id: "u1", email: try #require(EmailAddress(bytes("a@example.com"))), passwordHash: bytes("$7$x"),
      registeredAt: 0)
  }

  private func entry(
    _ number: UInt8, at time: Int = 1, remembered: Bool = false, network: String = "2001:db8::1",
    agent: String = "curl/8.1"
  ) throws -> SessionEntry {
    SessionEntry(
      SessionID(random: [UInt8](repeating: number, count: 16)), at: time, by: .password,
      isRemembered: remembered, from: try #require(ClientNetwork(ofAddress: network)),
      with: DeviceName(userAgent: bytes(agent)), of: user)
  }

  @Test func isReadAsItWasWritten() throws {
    var record = SessionRecord(user.email)
    for (number, network) in [(1, "2001:db8::1"), (2, "192.0.2.1")] as [(UInt8, String)] {
      var entry = try entry(number, at: 1_700_000_000, remembered: number == 2, network: network)
      entry.counter = 0xFFFF_FFFE
      record.add(entry)
    }
    let written = try #require(record.bytes)
    #expect(written.count == 2 + 13 + 1 + 2 * SessionEntry.byteCount)
    let read = try SessionRecord(written + bytes("later"))
    #expect(read.bytes == written + bytes("later"))
    #expect(read.entries.map(\.isRemembered) == [false, true])
    #expect(read.entries.map(\.network) == record.entries.map(\.network))
    #expect(read.entries[0].device.program == "curl")
    #expect(read.entries[0].counter == 0xFFFF_FFFE)
    #expect(read.entries[0].generation == user.sessionGeneration.fingerprint)
    let found = try SessionRecord.entry(read.entries[1].id, of: user.email, in: written)
    #expect(found?.madeAt == 1_700_000_000)
    let other = try #require(EmailAddress(bytes("b@example.com")))
    #expect(try SessionRecord.entry(read.entries[1].id, of: other, in: written) == nil)
  }

  /// A full record, of the longest address, is within 16 KiB.
  @Test func staysWithinItsBound() throws {
    let local = String(repeating: "a", count: 64)
    let label = String(repeating: "b", count: 61)
    let email = try #require(EmailAddress(bytes("\(local)@\(label).\(label).\(label).cc")))
    var record = SessionRecord(email)
    for number in 0..<120 { record.add(try entry(UInt8(number))) }
    #expect(record.entries.count == 100)
    #expect(try #require(record.bytes).count <= 16_384)
  }

  @Test func isNothingOfOtherBytes() {
    for bytes in [[], [1], [2, 0, 0], [1, 5, 65], [1, 1, 65, 1], [1, 1, 65]] as [[UInt8]] {
      #expect(throws: SessionRecord.Malformed.self) { try SessionRecord(bytes) }
    }
  }

  /// Each of the three times, of which one begins at byte 20 of an entry, and where it is beyond 9999.
  @Test(arguments: [20, 28, 36], [[0x7F] + [UInt8](repeating: 0xFF, count: 7), [0xFF], [0, 0, 0, 0x3B]])
  func isNothingWithATimeOfNoCalendar(place: Int, beginning: [UInt8]) throws {
    var record = SessionRecord(user.email)
    record.add(try entry(1, at: 1_700_000_000, remembered: true))
    var written = try #require(record.bytes)
    let start = 2 + 13 + 1 + place
    written.replaceSubrange(start..<start + beginning.count, with: beginning)
    #expect(throws: SessionRecord.Malformed.self) { try SessionRecord(written) }
    #expect(throws: SessionRecord.Malformed.self) {
      try SessionRecord.entry(record.entries[0].id, of: user.email, in: written)
    }
  }

  @Test func letsTheNeverRenewedGoFirst() throws {
    var record = SessionRecord(user.email)
    for number in 0..<100 as Range<UInt8> {
      var entry = try entry(number, at: Int(number), remembered: number == 0)
      entry.counter = number < 98 ? 1 : 0
      record.add(entry)
    }
    for number in 100..<103 as Range<UInt8> {
      record.add(try entry(number, at: Int(number)))
    }
    let kept = record.entries.map { Int($0.id.bytes[0]) }
    // 98, 99 and 100, each of them never renewed and the oldest of its day.
    #expect(kept == Array(0..<98) + [101, 102])
  }

  @Test(arguments: [
    (
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox", "Windows"
    ),
    (
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15",
      "Safari", "macOS"
    ),
    (
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/123.0 Mobile/15E148 Safari/604.1",
      "Chrome", "iPhone"
    ),
    (
      "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/24.0 Chrome/117.0.0.0 Mobile Safari/537.36",
      "Samsung Internet", "Android"
    ),
    (
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36 Edg/124.0.0.0",
      "Edge", "Windows"
    ),
    (
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Safari/537.36",
      "Chrome", "Linux"
    ),
    ("curl/8.5.0", "curl", ""), ("", "", ""), ("<script>", "", ""), ("\u{0}\u{1}Windows", "", "Windows"),
  ])
  func callsDevicesAsPeopleDo(agent: String, program: String, system: String) {
    let name = DeviceName(userAgent: bytes(agent))
    #expect(name.program == program)
    #expect(name.system == system)
    #expect(name.bytes.count <= DeviceName.maxBytes)
    let kept = name.bytes + [UInt8](repeating: 0, count: DeviceName.maxBytes - name.bytes.count)
    #expect(DeviceName(storedBytes: kept) == name)
  }
}
