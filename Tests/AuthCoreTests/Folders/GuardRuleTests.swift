import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct GuardRuleTests {
  @Test(arguments: [
    ("group staff", ["staff"]), ("  group\tstaff  board ", ["staff", "board"]), ("group group", ["group"]),
    ("group Personal-Räte", ["Personal-Räte"]),
  ])
  func readsARequirement(_ text: String, _ groups: [String]) throws {
    #expect(try #require(GroupRequirement(bytes(text))).groups == groups.map { bytes($0) })
  }

  @Test(arguments: [
    "", "group", "group ", "staff", "groups staff", "Group staff", "user ada", "group a,b", "group a:b",
  ])
  func readsNoOtherRequirement(_ text: String) {
    #expect(GroupRequirement(bytes(text)) == nil)
  }

  @Test func isMetByOneOfItsGroups() throws {
    let requirement = try #require(GroupRequirement(bytes("group staff board")))
    #expect(requirement.isMet(by: ["board"]))
    #expect(requirement.isMet(by: ["x", "staff"]))
    #expect(!requirement.isMet(by: []))
    #expect(!requirement.isMet(by: ["staf", "Staff", "staff "]))
    // Another spelling of the same letter is another group: Apache compares bytes, too.
    #expect(!(try #require(GroupRequirement(bytes("group \u{E9}"))).isMet(by: ["e\u{301}"])))
  }

  @Test(arguments: [
    ("/srv/members group staff", "/srv/members", ["staff"]),
    ("/srv/our group x group a b", "/srv/our group x", ["a", "b"]),
    (" ../members  group staff", "../members", ["staff"]),
  ])
  func readsARule(_ text: String, _ folder: String, _ groups: [String]) throws {
    let parts = try #require(GuardRule.parts(of: bytes(text)[...]))
    #expect(parts.folder == bytes(folder))
    #expect(parts.requirement.groups == groups.map { bytes($0) })
  }

  @Test(arguments: [
    "", "group staff", "/srv/members", "/srv/members staff", "~/members group staff", "/srv group ",
  ])
  func readsNoOtherRule(_ text: String) {
    #expect(GuardRule.parts(of: bytes(text)[...]) == nil)
  }

  @Test func readsTheLinesOfAFolder() throws {
    let text = "\u{FEFF}# staff\r\n\r\nguard_require = group staff\r\n  guard_require=group board a\n"
    #expect(
      try FolderRules.requirements(bytes(text)).map(\.groups)
        == [[bytes("staff")], [bytes("board"), bytes("a")]])
  }

  /// A file that is just being uploaded, one whose lines end as they did on old Macs, and one in UTF-16.
  @Test(arguments: [
    "", "\n\n", "\u{FEFF}", "# staff\n", "# staff\rguard_require = group staff\r", "g\0u\0",
  ])
  func takesAFileWithoutARuleForAMistake(_ text: String) {
    #expect(throws: ConfigurationError.self) { try FolderRules.requirements(bytes(text)) }
  }

  @Test(arguments: [
    ("guard_require = staff", 1), ("guard_require group staff", 1), ("\nguard_index = a", 2),
    ("guard_require = group a\n# x\nnonsense", 3), ("Guard_require = group a", 1),
  ])
  func namesTheLineThatIsWrong(_ text: String, _ line: Int) {
    let error = #expect(throws: ConfigurationError.self) { try FolderRules.requirements(bytes(text)) }
    #expect(error?.place == .line(line, of: ".htguard"))
  }
}
