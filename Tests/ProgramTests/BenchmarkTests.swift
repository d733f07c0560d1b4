import CGIAuthHarness
import Testing

/// What `make bench` draws and says, without measuring anything.
@Suite struct BenchmarkTests {
  /// The claims are the names of the cases in benchmark.py.
  @Test func drawsWhatItIsToldRefusesNonsenseAndSaysHowFarItIs() throws {
    let result = try run("/usr/bin/python3", ["\(Project.root)/Tests/ProgramTests/tools/benchmark.py"])
    #expect(result.status == 0, "\(result.errors)")
    // A file without a case would pass, too.
    #expect(!result.errors.contains("Ran 0 tests"))
  }

  /// What everything is compared with prints what protected.cgi does, so that it is the same work.
  @Test func theFloorPrintsWhatProtectedDoes() throws {
    let site = try CGISite()
    _ = try site.post("register", "ada@example.com", "nine herons")
    let login = try site.post("login", "ada@example.com", "nine herons")
    let welcome = try site.request("protected", "GET", ["HTTP_COOKIE": login.cookie])
    let folder = try TemporaryFolder()
    let floor = folder.path("floor")
    try #require(try run("/usr/bin/gcc", ["-o", floor, "\(Project.root)/bench/floor.c"]).status == 0)
    #expect(try run(floor).text == welcome.output)
  }
}
