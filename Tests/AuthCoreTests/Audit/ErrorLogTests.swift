import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct ErrorLogTests {
  private let folder: TemporaryFolder
  /// 2026-11-23T20:00:00Z.
  private static let evening = 1_795_464_000

  init() throws {
    folder = try TemporaryFolder()
    try folder.data.make()
  }

  private func append(_ reason: String, after seconds: Int = 0) {
    ErrorLog(in: folder.data).append(reason, now: Self.evening + seconds)
  }

  private func lines(_ name: String = "error.log") throws -> [String] {
    try folder.text("data/\(name)").split(separator: "\n").map { String($0) }
  }

  @Test func hasTheTimeTheWordAndTheReason() throws {
    append("store-error write users.work: No space left on device")
    #expect(
      try lines() == ["2026-11-23T20:00:00Z store-error write users.work: No space left on device"])
    #expect(try folder.permissions("data/error.log") == 0o600)
  }

  /// Whoever causes a line over and over pushes no other line out.
  @Test func hasALineThatSaysTheSameOnceAMinute() throws {
    for second in 0..<130 {
      append("guard-not-handler x", after: second)
      append("store-busy users: y", after: second)
    }
    let minutes = ["20:00:00", "20:01:00", "20:02:00"]
    #expect(
      try lines()
        == minutes.flatMap {
          ["2026-11-23T\($0)Z guard-not-handler x", "2026-11-23T\($0)Z store-busy users: y"]
        })
    append("store-busy users: yy", after: 130)
    #expect(try lines().last == "2026-11-23T20:02:10Z store-busy users: yy")
  }

  @Test func isPutAsideOnceAndThenNoLonger() throws {
    let reason = "word " + String(repeating: "x", count: 4000)
    for minute in 0..<200 { append(reason, after: 60 * minute) }
    #expect(try folder.names("data") == [".htaccess", "error.log", "error.log.1"])
    for name in ["error.log", "error.log.1"] {
      let size = try folder.bytes("data/\(name)").count
      #expect((4000...(256 << 10)).contains(size))
    }
    #expect(try lines().last?.hasPrefix("2026-11-23T23:19:00Z ") == true)
  }

  @Test func makesNoFolderAndWritesIntoNoneThatIsNotLookedAfter() throws {
    let elsewhere = DataDirectory(folder.path("missing"))
    ErrorLog(in: elsewhere).append("word x", now: Self.evening)
    #expect(!folder.has("missing"))
    try folder.makeFolder("other")
    ErrorLog(in: DataDirectory(folder.path("other"))).append("word x", now: Self.evening)
    #expect(try folder.names("other") == [])
  }
}
