import TestSupport
import Testing

/// The programs as files: one file each that needs nothing of the host.
@Suite struct ExecutableTests {
  @Test(arguments: Project.programs)
  func isLinkedStatically(_ program: String) throws {
    let description = try run("/usr/bin/file", ["--brief", try Project.program(program)]).text
    #expect(description.contains("ELF 64-bit"))
    #expect(description.contains("statically linked"))
    #expect(description.contains(", stripped"))
  }

  @Test(arguments: Project.programs)
  func hasNoFoundation(_ program: String) throws {
    // The symbols are in what `swift build -c release` left, before it was stripped.
    let symbols = try run("/usr/bin/nm", ["\(Project.root)/.build/release/\(program).cgi"])
    #expect(symbols.status == 0)
    #expect(symbols.text.contains("8AuthCore"))
    let foundation = symbols.text.split(separator: "\n").filter {
      $0.contains("Foundation") || $0.contains("CFString")
    }
    #expect(foundation == [])
  }

  @Test(arguments: Project.programs)
  func hasNoTraceOfTheMachineItWasBuiltOn(_ program: String) throws {
    let strings = try run("/usr/bin/strings", [try Project.program(program)]).text
    #expect(strings.contains("Content-Security-Policy"))
    #expect(!strings.contains(Project.root))
  }
}
