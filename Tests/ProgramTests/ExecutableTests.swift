import Foundation
import CGIAuthTestSupport
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

  @Test(arguments: Project.programs + Project.examples)
  func hasNoFoundation(_ program: String) throws {
    // The symbols are in what `swift build -c release` left, before it was stripped.
    let symbols = try run("/usr/bin/nm", ["\(Project.root)/.build/release/\(program).cgi"])
    #expect(symbols.status == 0)
    #expect(symbols.text.contains("11CGIAuthCore"))
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

  @Test(arguments: Project.programs + Project.examples)
  func runsInAJailWithNothingInIt(_ program: String) throws {
    let jail = try TemporaryFolder()
    try jail.makeFolder("cgi-bin")
    try Project.copyProgram(program, to: jail.path("cgi-bin/it.cgi"))
    // unshare(1) lets others than root change their root, too, where the kernel allows it.
    let words = geteuid() == 0 ? [] : ["unshare", "--user", "--map-root-user"]
    let result = try run(
      "/usr/bin/env",
      words + ["chroot", jail.root, "/cgi-bin/it.cgi"],
      environment: [
        "REQUEST_METHOD": "GET", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "AUTH_DATA_DIR": "/auth-data",
      ])
    #expect(try CGIAnswer(result).status < 500)
    #expect(try jail.names("auth-data") == [".htaccess", "secret.key"])
  }
}
