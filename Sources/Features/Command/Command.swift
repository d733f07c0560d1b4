package import CGIAuthCore
import CGIAuthLibC

/// `cgi-auth`: what `admin.cgi` does, at a shell.
package enum Command {
  static let name: StaticString = "cgi-auth"

  /// Does what was typed.
  ///
  /// - Returns: the exit status, of sysexits.h: docs/command-line.md.
  package static func work(_ process: CommandProcess) -> Int32 {
    var isJSON = process.arguments.contains { $0.isEqual(to: "--json") }
    do throws(CommandError) {
      let typed = try TypedCommand(process.arguments)
      isJSON = typed.has(.json)
      let report = try report(of: typed, process)
      if report.isWritten { return report.status }
      let isWritten = process.write(isJSON ? report.json.text + [0x0A] : report.text)
      return isWritten ? report.status : EX_IOERR
    } catch {
      process.complain("\(name): \(error.message)")
      if let advice = error.advice { process.complain("  \(advice)") }
      if isJSON { _ = process.write(error.json.text + [0x0A]) }
      return error.status
    }
  }

  private static func report(
    of typed: TypedCommand, _ process: CommandProcess
  ) throws(CommandError) -> Report {
    switch typed.wish {
    case .version:
      return Report([.init("version", .text(version.description))], text: "\(name) \(version)\n")
    case .help(let words): return try Manual.report(of: words)
    case .completions(let shell): return try Completions.report(of: shell)
    case .act(let verb):
      let shell = Shell(process, data: typed.value(of: .data))
      do throws(Shell.Stranger) { try shell.becomeOwner(named: typed.value(of: .user)) } catch {
        throw CommandError(error)
      }
      let call: Call
      do throws(Failure) { call = try shell.call() } catch { throw CommandError(error) }
      defer { shell.finish(call) }
      return try verb.act(Work(typed, shell, call))
    }
  }
}
