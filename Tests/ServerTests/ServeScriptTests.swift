import Foundation
import CGIAuthHarness
import Testing

extension ServerTests {
  /// scripts/serve as a person runs it: a folder of its own that it removes, and curl lines to try.
  @Suite struct ServeScriptTests {
    /// Runs scripts/serve while `body` runs, in an empty folder for its temporary ones.
    private func serving(
      _ variant: ServerVariant,
      _ body: (_ script: RunningCommand, _ port: Int, _ folder: TemporaryFolder) throws -> Void
    ) throws {
      let folder = try TemporaryFolder()
      // The server's user passes through to its own folder.
      _ = try run("/bin/chmod", ["755", folder.root])
      let port = LiveServer.freePort()
      let script = try RunningCommand(
        "\(Project.root)/scripts/serve",
        environment: environment(variant, port).merging(["TMPDIR": folder.root]) { $1 })
      defer {
        script.terminate()
        _ = try? script.wait()
      }
      try eventually("\(variant.testDescription) listens: \(script.errorsSoFar)") {
        LiveServer.isListening(port) || !script.isRunning
      }
      try body(script, port, folder)
    }

    private func environment(_ variant: ServerVariant, _ port: Int) -> [String: String] {
      ProcessInfo.processInfo.environment.merging(variant.environment) { $1 }.merging(["PORT": "\(port)"]) {
        $1
      }
    }

    /// The ids of the processes whose command line has this text.
    private func processes(naming text: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { name in
        guard Int(name) != nil else { return false }
        let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline") ?? Data()
        return String(decoding: line, as: UTF8.self).contains(text)
      }
    }

    @Test(arguments: ServerVariant.all) func thePrintedLinesWork(_ variant: ServerVariant) throws {
      try serving(variant) { script, port, _ in
        let lines = script.outputSoFar.split(separator: "\n").map(String.init)
        #expect(lines.first?.contains("\(variant.scheme)://127.0.0.1:\(port)/") == true)
        let commands = lines.filter { $0.hasPrefix("  curl ") }
        let answers = try commands.map { try run("/bin/sh", ["-c", $0]).text }
        #expect(
          answers.dropLast() == [
            #"{"message":"User registered successfully"}"#, #"{"message":"Login successful"}"#,
            #"{"message":"Welcome, you@example.com!"}"#,
          ])
        // As a shell says of a command in what should have been text.
        #expect(!script.errorsSoFar.contains("not found"))
        #expect(answers.last?.contains("<h1>Members only</h1>") == true)
        let withoutCookies = try #require(commands.last?.replacing(#/ -b [^ ]+/#, with: ""))
        #expect(try run("/bin/sh", ["-c", withoutCookies]).text == #"{"message":"Unauthorized"}"#)
      }
    }

    @Test(arguments: ServerVariant.http, [SIGTERM, SIGINT, SIGHUP])
    func aSignalStopsTheServerAndRemovesItsFolder(_ variant: ServerVariant, _ signal: Int32) throws {
      try serving(variant) { script, port, folder in
        #expect(try folder.names().count == 1)
        #expect(try !processes(naming: folder.root).isEmpty)
        kill(script.processID, signal)
        let result = try script.wait()
        #expect(result.status == 128 + (signal == SIGINT ? SIGINT : SIGTERM))
        #expect(!LiveServer.isListening(port))
        try eventually("no process of \(folder.root) is left") { try processes(naming: folder.root) == [] }
        #expect(try folder.names() == [])
      }
    }

    /// Nothing can remove the folder then, but the server ends.
    @Test(arguments: ServerVariant.http) func theServerEndsWithAScriptThatIsKilled(_ variant: ServerVariant)
      throws
    {
      try serving(variant) { script, port, _ in
        kill(script.processID, SIGKILL)
        let result = try script.wait()
        #expect(result.status == -SIGKILL)
        try eventually("nobody listens on \(port)") { !LiveServer.isListening(port) }
      }
    }

    @Test(arguments: ServerVariant.http) func aPortInUseIsOneLine(_ variant: ServerVariant) throws {
      let port = try variant.shared().port
      let result = try run("\(Project.root)/scripts/serve", environment: environment(variant, port))
      #expect(result.status == 1)
      #expect(result.text.isEmpty)
      #expect(result.errors == "serve: port \(port) is in use: set PORT to another\n")
      #expect(try variant.shared().get("protected").status == 401)
    }

    @Test func aMissingProgramIsOneLine() throws {
      let copy = try TemporaryFolder()
      for name in ["scripts", "Package.swift"] {
        _ = try run("/bin/cp", ["-R", "\(Project.root)/\(name)", copy.path(name)])
      }
      let result = try run(copy.path("scripts/serve"))
      #expect(result.status == 1)
      #expect(result.errors == "serve: cgi-bin/register.cgi is missing: run 'make build'\n")
    }

    @Test(arguments: [("SERVER", "nginx"), ("MPM", "worker"), ("PORT", "http")])
    func anUnknownSettingIsOneLine(_ name: String, _ value: String) throws {
      let result = try run(
        "\(Project.root)/scripts/serve", environment: ["PATH": "/usr/bin:/bin", name: value])
      #expect(result.status == 1)
      #expect(result.text.isEmpty)
      #expect(result.errors.hasPrefix("serve: \(name) is "))
      #expect(result.errors.split(separator: "\n").count == 1)
    }

    /// Apache's mod_cgid outlives an Apache that does not come up.
    @Test(arguments: ServerVariant.http) func aServerThatDoesNotStartLeavesNothing(_ variant: ServerVariant)
      throws
    {
      let folder = try TemporaryFolder()
      try folder.write(
        "site.txt", variant.software.isApache ? "PidFile /nowhere/pid\n" : "no configuration\n")
      let result = try run(
        "\(Project.root)/scripts/serve",
        environment: environment(variant, LiveServer.freePort()).merging([
          "TMPDIR": folder.root, "SITE_CONF": folder.path("site.txt"),
        ]) { $1 })
      #expect(result.status != 0)
      #expect(!result.errors.isEmpty)
      #expect(try folder.names() == ["site.txt"])
      try eventually("no process of \(folder.root) is left") {
        try processes(naming: folder.root) == []
      }
    }

    /// A kept folder is the server's user's, and this may run as root.
    @Test(arguments: [
      "server.conf", "site.conf", "cgi-bin", "cgi-bin/login.cgi", "public", "public/site",
      "public/site/guarded",
    ])
    func aKeptFolderWithALinkIsRefused(_ link: String) throws {
      let folder = try TemporaryFolder()
      try folder.makeFolder("elsewhere")
      try folder.makeFolder("site/" + link)
      try FileManager.default.removeItem(atPath: folder.path("site/" + link))
      try FileManager.default.createSymbolicLink(
        atPath: folder.path("site/" + link), withDestinationPath: folder.path("elsewhere"))
      let result = try run(
        "\(Project.root)/scripts/serve",
        environment: environment(ServerVariant.http[0], LiveServer.freePort()).merging([
          "SITE_DIR": folder.path("site")
        ]) { $1 })
      #expect(result.status == 1)
      #expect(result.errors.hasPrefix("serve: SITE_DIR has a link in it: "))
      #expect(result.errors.split(separator: "\n").count == 1)
      #expect(try folder.names("elsewhere") == [])
    }

    @Test func theFragmentsAreIncludedUnchanged() throws {
      let server = try ServerVariant.http[0].shared()
      for name in ["apache.conf", "lighttpd.conf"] {
        let original = try String(contentsOfFile: "\(Project.root)/\(name)", encoding: .utf8)
        #expect(try server.folder.text(name) == original)
      }
    }
  }
}
