import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct OutboxTests {
  private let folder: TemporaryFolder
  private let outbox: Outbox
  private static let now = HandMadeToken.now

  init() throws {
    folder = try TemporaryFolder()
    outbox = Outbox(in: folder.data)
  }

  private func entry(_ purpose: MailPurpose = .recovery, at now: Int = now) throws -> OutboxEntry {
    OutboxEntry(
      purpose, try #require(EmailAddress(bytes("a@example.com"))), .japanese, at: now,
      from: try #require(ClientNetwork(ofAddress: "2001:db8::7")),
      with: DeviceName(userAgent: bytes("X (Windows) Firefox/1")), detail: "\"\u{1}ü")
  }

  @Test(arguments: MailPurpose.allCases) func keepsAnEntry(purpose: MailPurpose) throws {
    #expect(outbox.isEmpty)
    try outbox.add(try entry(purpose), .system)
    let name = try #require(outbox.names.first)
    let found = try #require(try outbox.entry(name))
    let given = try entry(purpose)
    #expect(found.purpose == purpose && found.email == given.email && found.language == .japanese)
    #expect(found.askedAt == Self.now && found.network == given.network)
    #expect(found.device == given.device && found.detail == given.detail)
    try outbox.remove(name)
    #expect(outbox.isEmpty)
    #expect(try outbox.entry(name) == nil)
    try outbox.remove(name)
  }

  @Test func keepsTheOldestFirst() throws {
    for time in [3, 1, 2] { try outbox.add(try entry(at: Self.now + time), .system) }
    #expect(try outbox.names.map { try #require(try outbox.entry($0)).askedAt - Self.now } == [1, 2, 3])
  }

  /// Nobody else reads who asked for what.
  @Test func isForItsOwnerAlone() throws {
    try outbox.add(try entry(), .system)
    #expect(try folder.permissions("data/outbox") == 0o700)
    #expect(try folder.permissions("data/outbox/\(try #require(outbox.names.first))") == 0o600)
  }

  /// What a process left that died, and what is no entry, is none.
  @Test func readsNothingElse() throws {
    try outbox.add(try entry(), .system)
    try folder.write("data/outbox/.1-draft", "x")
    #expect(outbox.names.count == 1)
    for (number, text) in ["", "{", "{}", #"{"purpose":"recovery"}"#, String(repeating: "x", count: 5_000)]
      .enumerated()
    {
      try folder.write("data/outbox/9-\(number)", text)
      #expect(try outbox.entry("9-\(number)") == nil)
    }
  }

  @Test func givesOneTurnAtATime() throws {
    try outbox.add(try entry(), .system)
    do {
      let turn = try #require(try outbox.takeTurn())
      #expect(try outbox.takeTurn() == nil)
      withExtendedLifetime(turn) {}
    }
    #expect(try outbox.takeTurn() != nil)
  }

  /// After 1, 2, 4 … minutes, half an hour at most.
  @Test func waitsLongerAfterEachFailure() throws {
    try outbox.add(try entry(), .system)
    let turn = try #require(try outbox.takeTurn())
    #expect(outbox.pause(turn) == (0, 0))
    var waits: [Int] = []
    for _ in 1...8 {
      try outbox.failed(turn, now: Self.now)
      waits.append(outbox.pause(turn).until - Self.now)
    }
    #expect(waits == [60, 120, 240, 480, 960, 1_800, 1_800, 1_800])
    try outbox.succeeded(turn)
    #expect(outbox.pause(turn) == (0, 0))
  }
}
