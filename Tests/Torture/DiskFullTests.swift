import Testing

/// A tmpfs of a few hundred KiB, filled to the last block. Where none can be mounted, this fails.
@Suite struct DiskFullTests {
  @Test func losesNobodyOnAFullDiskAndWorksAgainWhenThereIsRoom() throws {
    let counts = try Script.counts("full")
    #expect(counts["rounds"] == 48)
    #expect(counts["answers_200", default: 0] > 0)
    #expect(counts["answers_503", default: 0] > 20)
  }
}
