import CGIAuthHarness
import Foundation
import Testing

/// The programs that no web server starts, where one does.
@Suite struct HelperTests {
  /// One of the variables that a CGI program has (RFC 3875 sections 4.1.4 and 4.1.12) is enough, and an empty
  /// one is one.
  @Test(
    arguments: Project.helpers,
    [
      ["GATEWAY_INTERFACE": "CGI/1.1"], ["REQUEST_METHOD": "GET"], ["GATEWAY_INTERFACE": ""],
      [
        "GATEWAY_INTERFACE": "CGI/1.1", "REQUEST_METHOD": "POST", "QUERY_STRING": "-x", "CONTENT_LENGTH": "3",
      ],
    ])
  func doesNothingForAWebServer(_ helper: String, _ variables: [String: String]) throws {
    let folder = try TemporaryFolder()
    let variables = variables.merging(["AUTH_DATA_DIR": folder.path("data")]) { $1 }
    let result = try run(Project.program(helper), environment: variables, input: Array("a=b".utf8))
    expectRefusal(result, folder)
  }

  @Test(arguments: Project.helpers) func doesNothingForAFastCGIServer(_ helper: String) throws {
    let folder = try TemporaryFolder()
    let script = """
      import os, socket, sys
      line = socket.socket(socket.AF_UNIX)
      line.bind(sys.argv[2] + "/socket")
      line.listen()
      os.dup2(line.fileno(), 0)
      os.execve(sys.argv[1], ["it"], {"AUTH_DATA_DIR": sys.argv[2] + "/data"})
      """
    let result = try run("/usr/bin/python3", ["-c", script, Project.program(helper), folder.root])
    try FileManager.default.removeItem(atPath: folder.path("socket"))
    expectRefusal(result, folder)
  }

  /// The control: started as the others start it, it makes the folder for its data.
  @Test(arguments: Project.helpers) func looksAtItsDataOtherwise(_ helper: String) throws {
    let folder = try TemporaryFolder()
    let result = try run(Project.program(helper), environment: ["AUTH_DATA_DIR": folder.path("data")])
    #expect(result.status == 0 && result.output == [] && result.errors == "")
    #expect(folder.has("data"))
  }

  private func expectRefusal(_ result: CommandResult, _ folder: TemporaryFolder) {
    #expect(result.status == 64)
    #expect(result.output == [])
    #expect(
      result.errors
        == "not-for-servers this program is started by the others, and answers no request\n")
    #expect((try? folder.names("")) == [])
  }
}
