import Foundation
import Synchronization

/// Runs a function on so many threads, which start together, and gives what they returned.
public func onThreads<Value: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) -> Value) -> [Value] {
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
