import Foundation
import Synchronization
import CGIAuthHarness
import Testing

/// What the tests themselves stand on.
struct CommandTests {
  @Test func executesAProgramThatWasWrittenWhileOthersStarted() throws {
    let folder = try TemporaryFolder()
    let others = Mutex<[RunningCommand]>([])
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 200) { number in
      do {
        if number % 2 == 0 {
          // Keeps for a while what it inherited.
          let other = try RunningCommand("/bin/sleep", ["0.5"])
          others.withLock { $0.append(other) }
        } else {
          let program = "exits-\(number)"
          try folder.write(program, "#!/bin/sh\nexit 7\n")
          chmod(folder.path(program), 0o755)
          let status = try run(folder.path(program)).status
          if status != 7 { failures.withLock { $0.append("\(program): \(status)") } }
        }
      } catch { failures.withLock { $0.append("\(number): \(error)") } }
    }
    for other in others.withLock({ $0 }) { _ = try other.wait() }
    #expect(failures.withLock { $0 } == [])
  }
}
