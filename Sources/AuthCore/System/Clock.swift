import CGIAuthHTTP
import CGIAuthLibC

/// The time of day, replaceable in tests.
public struct Clock: Sendable {
  /// Seconds since 1970-01-01 UTC, without leap seconds.
  public let now: @Sendable () -> Int

  /// A clock that reads from a function.
  public init(now: @escaping @Sendable () -> Int) { self.now = now }

  /// The system's clock.
  public static let system = Clock {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec
  }
}

/// A moment to wait for something no longer than.
struct Deadline: Sendable {
  private let moment: Int

  /// So many milliseconds from now.
  init(milliseconds: Int) { moment = monotonicMilliseconds() + milliseconds }

  /// This, or another one that comes before it.
  func orEarlier(_ other: Deadline?) -> Deadline {
    if let other, other.moment < moment { other } else { self }
  }

  var hasPassed: Bool { monotonicMilliseconds() >= moment }
}
