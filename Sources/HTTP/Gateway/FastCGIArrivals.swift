import CGIAuthLibC

/// Where the next request can come from: the listening socket, or the connection that was kept (epoll(7)).
///
/// By poll(2) a connection wakes every process that waits for the socket, and all but one of them in vain.
/// By this it wakes one.
struct FastCGIArrivals {
  private let queue: Int32
  /// The number of the listening socket.
  private static let socketNumber: UInt32 = 0
  /// The number of the connection that was kept last. A connection that a child process has not closed yet
  /// has another.
  private var keptNumber = socketNumber
  /// How long a connection waits at most whose process was killed, or stopped, just when it was woken.
  private static let maxIdleMilliseconds: Int32 = 2_000

  init() {
    queue = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard
      watch(queue, STDIN_FILENO, number: Self.socketNumber, isShared: true)
        || watch(queue, STDIN_FILENO, number: Self.socketNumber, isShared: false)
    else { exit(EXIT_FAILURE) }
  }

  /// Waits for the next request: on the connection that was kept, or on a new one, for which that is closed.
  /// A web server that keeps connections to all processes must not leave others waiting for them.
  ///
  /// - Returns: false where there is nothing.
  mutating func wait(_ kept: FastCGIConnection?, _ isKept: inout Bool, _ signals: Signals) -> Bool {
    if let kept, !kept.isWatched {
      keptNumber &+= 1
      kept.isWatched = watch(queue, kept.descriptor, number: keptNumber, isShared: false)
      // It is read at once where the system has no room to look at it.
      isKept = !kept.isWatched
      if isKept { return true }
    }
    guard let ready = signals.wait(queue, number: keptNumber, milliseconds: Self.maxIdleMilliseconds) else {
      return Self.hasConnection
    }
    isKept = ready.has_number && kept != nil
    // A socket that somebody has shut gives no connection, and would be ready for ever.
    if !isKept, ready.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { exit(EXIT_FAILURE) }
    return isKept || ready.events != 0
  }

  /// Whether a connection waits, for which another process was woken.
  private static var hasConnection: Bool {
    var poller = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&poller, 1, 0) > 0
  }
}
