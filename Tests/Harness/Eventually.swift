import Foundation

/// Waits for an event that nothing announces: asks for it again and again, and throws where it does not come.
///
/// - Parameters:
///   - what: names it, in the error; evaluated then, so it may tell how far things are.
///   - seconds: generous, as the machine may be busy with everything else: only what hangs takes so long.
///   - hasCome: what it throws ends the wait.
public func eventually(
  _ what: @autoclosure () -> String, within seconds: Int = 120, _ hasCome: () throws -> Bool
) throws {
  let begin = DispatchTime.now().uptimeNanoseconds
  while try !hasCome() {
    guard DispatchTime.now().uptimeNanoseconds - begin < UInt64(seconds) * 1_000_000_000 else {
      throw NotInTime(description: "not within \(seconds) s: \(what())")
    }
    usleep(10_000)
  }
}

/// Something that a test waited for and that did not come.
public struct NotInTime: Error, CustomStringConvertible {
  /// What it was.
  public let description: String
}
