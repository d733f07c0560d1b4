public import Testing

/// Starts one process of each of some programs before the tests of a suite, and ends them behind: what one
/// request leaves, the next would find.
public struct SharedFastCGI: SuiteTrait, TestScoping {
  @TaskLocal static var running: [String: FastCGIProcess] = [:]
  let programs: [String]

  /// Runs the tests while the programs run.
  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    var processes: [String: FastCGIProcess] = [:]
    for program in programs { processes[program] = try FastCGIProcess(program) }
    defer { for process in processes.values { process.command.terminate() } }
    try await Self.$running.withValue(processes) { try await function() }
    for (name, process) in processes { #expect(process.command.isRunning, "\(name)") }
  }

  /// Asks one of the programs.
  public static func ask(
    _ program: String, _ variables: [String: String], _ body: String
  ) throws -> Answer {
    let exchange = try #require(running[program]).ask(variables, bytes(body))
    #expect(exchange.status == 0)
    return try exchange.answer()
  }
}

extension Trait where Self == SharedFastCGI {
  /// One process of each of these programs for all tests of this suite.
  public static func sharedFastCGI(_ programs: String...) -> SharedFastCGI {
    SharedFastCGI(programs: programs)
  }
}
