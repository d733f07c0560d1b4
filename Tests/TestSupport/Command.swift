public import Foundation

/// A program that was run to its end.
public struct CommandResult: Sendable {
  /// The exit status, or minus the signal that ended it.
  public let status: Int32
  /// What it wrote to standard output.
  public let output: [UInt8]
  /// What it wrote to standard error.
  public let errors: String

  /// Standard output as text.
  public var text: String { String(decoding: output, as: UTF8.self) }
}

/// A program started in the background, its output going to files.
public final class RunningCommand: @unchecked Sendable {
  private let process = Process()
  private let folder: TemporaryFolder
  /// Standard input's writing end, where the command was started with `keepInputOpen`.
  public let input: FileHandle?

  /// Starts a program. It gets exactly this environment.
  ///
  /// Input and output are files, not pipes: nothing blocks on a full pipe, and a program that does not read
  /// its input hurts nobody.
  public init(
    _ program: String, _ arguments: [String] = [],
    environment: [String: String] = ProcessInfo.processInfo.environment,
    input: [UInt8] = [], keepInputOpen: Bool = false, workingFolder: String? = nil
  ) throws {
    folder = try TemporaryFolder()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = environment
    if let workingFolder { process.currentDirectoryURL = URL(fileURLWithPath: workingFolder) }
    for name in ["out", "err"] { try folder.write(name, []) }
    if keepInputOpen {
      let pipe = Pipe()
      process.standardInput = pipe
      self.input = pipe.fileHandleForWriting
      try pipe.fileHandleForWriting.write(contentsOf: input)
    } else {
      try folder.write("in", input)
      process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: folder.path("in")))
      self.input = nil
    }
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path("out")))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path("err")))
    try process.run()
  }

  /// The process id.
  public var processID: Int32 { process.processIdentifier }

  /// Whether it has not ended yet.
  public var isRunning: Bool { process.isRunning }

  /// What it has written to standard output until now.
  public var outputSoFar: String { (try? folder.text("out")) ?? "" }

  /// What it has written to standard error until now.
  public var errorsSoFar: String { (try? folder.text("err")) ?? "" }

  /// Sends SIGTERM.
  public func terminate() { process.terminate() }

  /// Waits for its end.
  public func wait() throws -> CommandResult {
    process.waitUntilExit()
    let status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    return CommandResult(status: status, output: try folder.bytes("out"), errors: try folder.text("err"))
  }
}

/// Runs a program to its end.
public func run(
  _ program: String, _ arguments: [String] = [],
  environment: [String: String] = ProcessInfo.processInfo.environment,
  input: [UInt8] = [], workingFolder: String? = nil
) throws -> CommandResult {
  try RunningCommand(
    program, arguments, environment: environment, input: input, workingFolder: workingFolder
  ).wait()
}
