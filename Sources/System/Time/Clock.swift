import CGIAuthLibC

/// The time of day, replaceable in tests.
public struct Clock: Sendable {
  /// Seconds since 1970-01-01 UTC, without leap seconds.
  public let now: @Sendable () -> Int
  /// Lets so many milliseconds pass.
  package let pause: @Sendable (_ milliseconds: Int) -> Void

  /// A clock that reads from a function, and on which no pause takes any time.
  public init(now: @escaping @Sendable () -> Int) { self.init(now: now, pause: { _ in }) }

  init(now: @escaping @Sendable () -> Int, pause: @escaping @Sendable (_ milliseconds: Int) -> Void) {
    self.now = now
    self.pause = pause
  }

  /// The system's clock.
  public static let system = Clock(
    now: {
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      return time.tv_sec
    }, pause: { usleep(UInt32($0) * 1000) })
}

/// A moment to wait for something no longer than.
package struct Deadline: Sendable {
  private let moment: Int

  /// So many milliseconds from now.
  package init(milliseconds: Int) { moment = monotonicMilliseconds() + milliseconds }

  /// This, or another one that comes before it.
  package func orEarlier(_ other: Deadline?) -> Deadline {
    if let other, other.moment < moment { other } else { self }
  }

  /// How many milliseconds are left; none or fewer where it has passed.
  package var millisecondsLeft: Int { moment - monotonicMilliseconds() }

  package var hasPassed: Bool { millisecondsLeft <= 0 }
}

/// Milliseconds of a clock that nobody sets, for deadlines (clock_gettime(2), CLOCK_MONOTONIC).
func monotonicMilliseconds() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}
