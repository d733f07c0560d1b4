import Testing

/// System calls of register.cgi that fail.
@Suite struct FaultTests {
  static let paths = ["first", "fresh", "spare"]

  @Test(arguments: paths + ["overflow"], ["ENOSPC", "EIO"])
  func neverPromisesWhatDidNotHappenWhicheverCallFails(_ path: String, _ error: String) throws {
    let counts = try Script.counts("fault \(path) fail \(error)")
    #expect(counts["faults", default: 0] > 100)
    #expect(counts["answers_503", default: 0] > 50)
  }

  /// From one call on nothing that needs room succeeds any more.
  @Test(arguments: paths)
  func losesNobodyWhenTheDiskFillsUp(_ path: String) throws {
    let counts = try Script.counts("fault \(path) full ENOSPC")
    #expect(counts["answers_503", default: 0] > 20)
  }

  @Test(arguments: paths)
  func finishesAWriteThatWasCutShort(_ path: String) throws {
    let counts = try Script.counts("fault \(path) short")
    #expect(counts["faults", default: 0] > 5)
    #expect(counts["answers_200"] == counts["faults"])
  }

  @Test(arguments: paths)
  func givesUpAWriteThatWasCutShortByAFullDisk(_ path: String) throws {
    let counts = try Script.counts("fault \(path) shortfull ENOSPC")
    #expect(counts["answers_503", default: 0] > 5)
  }

  /// RLIMIT_FSIZE, with SIGXFSZ ignored and not.
  @Test(arguments: ["fresh", "spare"])
  func losesNobodyUnderALimitOnTheSizeOfFiles(_ path: String) throws {
    let counts = try Script.counts("fault \(path) limit")
    #expect(counts["answers_503", default: 0] > 10)
    #expect(counts["answers_200", default: 0] > 5)
  }
}
