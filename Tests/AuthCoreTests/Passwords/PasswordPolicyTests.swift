import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct PasswordPolicyTests {
  /// What a policy says of a password for ada.lovelace@example.com.
  private func problem(
    _ text: String, minCharacters: Int = 8, maxBytes: Int = 65_536
  ) throws -> PasswordProblem? {
    let policy = PasswordPolicy(
      minCharacters: minCharacters, maxBytes: maxBytes,
      commonPasswords: PasswordList(sorted: "drowssap\nletmein!"),
      blocklist: nil)
    let password = try #require(Password(bytes(text)))
    let email = try #require(EmailAddress(bytes("Ada.Lovelace@example.com")))
    return try policy.problem(with: password, for: email)
  }

  /// NIST SP 800-63B section 5.1.1.2: length alone, every character, no composition.
  @Test(arguments: [
    "correct horse", "aaaaaaab", "lower case only", "  -  -  ", "🔑🗝🔑🗝🔑🗝🔑🗝", "parola-mea-și-a-ta", "ÅÄÖ åäö é",
    "e\u{301}e\u{301}e\u{301}e\u{301}", "null\u{200B}null", String(repeating: "пароль-", count: 9) + "!",
    String(repeating: "ab", count: 5000),
  ])
  func takesWhatIsLongEnough(text: String) throws { #expect(try problem(text) == nil) }

  @Test func countsCodePoints() throws {
    #expect(try problem("пароль7") == .tooShort(minCharacters: 8))
    #expect(try problem("пароль78") == nil)
    #expect(try problem("🔑🗝🔑🗝🔑🗝🔑") == .tooShort(minCharacters: 8))
    #expect(try problem("twelve chars", minCharacters: 13) == .tooShort(minCharacters: 13))
    #expect(try problem("x", minCharacters: 1) == nil)
  }

  @Test func countsBytesUpToWhatCanBeHashed() throws {
    #expect(try problem(String(repeating: "ab", count: 36), maxBytes: 72) == nil)
    #expect(try problem(String(repeating: "ab", count: 36) + "c", maxBytes: 72) == .tooLong(maxBytes: 72))
    #expect(try problem(String(repeating: "é–", count: 15), maxBytes: 72) == .tooLong(maxBytes: 72))
    // Before anything else is said of it.
    #expect(try problem(String(repeating: "a", count: 73), maxBytes: 72) == .tooLong(maxBytes: 72))
  }

  @Test(arguments: [
    "aaaaaaaa", "AaAaAaAa", "        ", "00000000000000000", "éééééééé", "🔑🔑🔑🔑🔑🔑🔑🔑",
    String(repeating: "x", count: 60_000),
  ])
  func refusesOneCharacterRepeated(text: String) throws {
    #expect(try problem(text) == .oneCharacterRepeated)
  }

  @Test(arguments: [
    "abcdefgh", "ABCDEFGH", "aBcDeFgHi", "hgfedcba", "stuvwxyz", "12345678", "87654321", "0123456789",
    "9876543210",
    "1234567890", "0987654321", "абвгдежз", "αβγδεζηθ", "qwertyui", "QWERTYUIOP", "poiuytrewq", "asdfghjkl;'",
    "zxcvbnm,./", "qwertyuiop[]\\", "qwertzuiop", "azertyuiop", "qsdfghjklm", "qwertyuiopasdfghjklzxcvbnm",
    "ertyuiop", "1234567890-=",
  ])
  func refusesPlainSequences(text: String) throws { #expect(try problem(text) == .sequence) }

  @Test(arguments: [
    "abcdefgi", "acegikmo", "12345679", "abcabcabc", "qwertyu1", "qwerty12", "aqwertyui", "abcdefgh1",
    "13579bdf",
  ])
  func takesWhatIsNoPlainSequence(text: String) throws { #expect(try problem(text) == nil) }

  @Test(arguments: [
    "ada.lovelace@example.com", "ADA.LOVELACE@EXAMPLE.COM", "ada.lovelace", "Ada.Lovelace",
  ])
  func refusesTheAddress(text: String) throws { #expect(try problem(text) == .ownAddress) }

  @Test(arguments: [
    "ada.lovelace@example.org", "ada.lovelace@", "ada.lovelac", "ada.lovelace1", "example.com",
  ])
  func takesWhatIsNotTheAddress(text: String) throws { #expect(try problem(text) == nil) }

  @Test(arguments: ["drowssap", "DrowSsap", "letmein!"])
  func refusesCommonPasswords(text: String) throws { #expect(try problem(text) == .common) }

  @Test(arguments: ["drowssap ", "drowssapp", " drowssap", "dröwssap"])
  func takesWhatOnlyBeginsOrEndsAsOne(text: String) throws { #expect(try problem(text) == nil) }

  /// Where the shortest password is shorter than these rules have a meaning for.
  @Test(arguments: ["x", "7", "ab", "12"])
  func callsNothingASequenceThatIsTooShortForOne(text: String) throws {
    #expect(try problem(text, minCharacters: 1) == nil)
  }

  @Test func appliesToShortPasswordsToo() throws {
    #expect(try problem("abc", minCharacters: 1) == .sequence)
    #expect(try problem("xx", minCharacters: 1) == .oneCharacterRepeated)
  }
}
