import Synchronization

/// The lines that a program would write to the web server's log.
public final class Log: Sendable {
  private let kept = Mutex<[String]>([])

  /// A log without a line.
  public init() {}

  /// The lines until now.
  public var lines: [String] { kept.withLock { $0 } }

  /// Adds a line.
  public func write(_ line: String) { kept.withLock { $0.append(line) } }
}
