public import Foundation

extension RunningCommand {
  /// Runs a program until standard input ends, so that tests that crash leave no server behind.
  private static let watch = """
    # What it starts must not have begun before the limit of this process is its own again (RunningCommand).
    ulimit -S -f "$(ulimit -H -f)"
    exec 3<&0
    "$0" "$@" 3<&- & program=$!
    { cat <&3; kill $program; } 2>/dev/null & watcher=$!
    wait $program
    status=$?
    # By the time the input ends, somebody else may have the id.
    kill $watcher 2>/dev/null
    exit $status
    """

  /// Starts a program that ends, by SIGTERM, with this object's `input`: when that is
  /// closed, or this process is gone.
  public convenience init(
    watched program: String, _ arguments: [String] = [],
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws {
    try self.init(
      "/bin/sh", ["-c", Self.watch, program] + arguments, environment: environment, keepInputOpen: true)
  }

  /// Ends a watched program and waits for it.
  public func stop() {
    try? input?.close()
    _ = try? wait()
  }
}
