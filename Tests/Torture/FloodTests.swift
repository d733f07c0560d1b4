import Testing

/// Registrations of addresses that GDBM's hash does not tell apart.
@Suite struct FloodTests {
  @Test func aChosenAddressRegistersBesideAllThatHaveItsHash() throws {
    let counts = try Script.counts("flood victim")
    #expect(counts["overflow"] == 21)
    #expect(counts["memory_kib", default: .max] < 64 << 10)
  }

  @Test func aReadCostsNoMoreBesideAddressesOfNearlyOneHash() throws {
    let counts = try Script.counts("flood near")
    #expect(counts["bytes_now"] == counts["bytes"])
    #expect(counts["instructions_now", default: .max] * 10 <= counts["instructions", default: 0] * 12)
  }

  @Test func aReadCostsNoMoreOfAnAddressWhoseHashOthersHave() throws {
    #expect(try Script.counts("flood numbered")["instructions_now", default: 0] > 0)
  }

  @Test func whatAnotherToolMakesWinsOverTheOverflow() throws {
    #expect(try Script.counts("flood tools")["records"] == 6)
  }
}
