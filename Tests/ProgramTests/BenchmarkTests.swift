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
}
