public import Foundation

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
