@testable import CGIAuthCore

extension Clock {
  /// A clock that stands still.
  static func at(_ seconds: Int) -> Clock { Clock { seconds } }
}

extension Randomness {
  /// 0, 1, 2, ... in every draw, so that a test knows what was drawn.
  static let counting = Randomness { count in (0..<count).map { UInt8(truncatingIfNeeded: $0) } }
}

extension SecretBytes {
  /// What no program may do.
  var revealed: [UInt8] { withUnsafeBytes { Array($0) } }
}

extension TemporaryFolder {
  /// A data directory in it, not made yet.
  var data: DataDirectory { DataDirectory(path("data")) }
}

extension Deadline {
  /// For a lock that nobody keeps: a program that another test is starting at this moment may still share the
  /// open file, and with it the lock (flock(2)), until it has closed what is closed on exec.
  static var whenStartedProgramsRun: Deadline { Deadline(milliseconds: 60_000) }
}
