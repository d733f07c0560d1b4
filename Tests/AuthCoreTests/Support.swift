import Foundation
import Synchronization
import CGIAuthTestSupport

@testable import CGIAuthCore

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The bytes that hexadecimal digits spell; spaces and line ends between them do not count.
func hex(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

extension SecretBytes {
  /// What no program may do.
  var revealed: [UInt8] { withUnsafeBytes { Array($0) } }
}

extension Randomness {
  /// 0, 1, 2, ... in every draw, so that a test knows what was drawn.
  static let counting = Randomness { count in (0..<count).map { UInt8(truncatingIfNeeded: $0) } }
}

extension Clock {
  /// A clock that stands still.
  static func at(_ seconds: Int) -> Clock { Clock { seconds } }
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

/// Repeats what waited for a lock in vain, as a client does, in the end no more. Busy is
/// an answer; nothing was done.
func repeating<Value, Failure>(
  while isBusy: (Failure) -> Bool, _ body: () throws(Failure) -> Value
) -> Result<Value, Failure> {
  var result = Result(catching: body)
  for _ in 0..<20 {
    guard case .failure(let error) = result, isBusy(error) else { break }
    result = Result(catching: body)
  }
  return result
}

/// What a function threw, or nil.
func thrown<Failure>(by body: () throws(Failure) -> Void) -> Failure? {
  do throws(Failure) {
    try body()
    return nil
  } catch {
    return error
  }
}

/// The lines that a program would write to the web server's log.
final class Log: Sendable {
  private let kept = Mutex<[String]>([])
  var lines: [String] { kept.withLock { $0 } }
  func write(_ line: String) { kept.withLock { $0.append(line) } }
}

/// Runs a function on so many threads, which start together, and gives what they returned.
func onThreads<Value: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) -> Value) -> [Value] {
  let values = Mutex<[Value]>([])
  let ready = DispatchGroup()
  let done = DispatchGroup()
  for number in 0..<count {
    ready.enter()
    done.enter()
    Thread.detachNewThread {
      ready.leave()
      ready.wait()
      let value = body(number)
      values.withLock { $0.append(value) }
      done.leave()
    }
  }
  done.wait()
  return values.withLock { $0 }
}
