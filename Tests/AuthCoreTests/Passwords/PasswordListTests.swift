import CGIAuthCommonPasswords
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct PasswordListTests {
  private func password(_ text: String) throws -> Password { try #require(Password(bytes(text))) }

  // MARK: The search

  @Test(arguments: ["a", "abc", "abcd", "b", "zz z"])
  func findsWhatIsInIt(text: String) throws {
    let list = PasswordList(sorted: "a\nabc\nabcd\nb\nzz z")
    #expect(try list.contains(password(text)))
    #expect(try list.contains(password(text.uppercased())))
  }

  @Test(arguments: ["ab", "aa", "abcde", "0", "c", "zz", "zz z ", "zzz", "bb", "\u{E0}", "a b"])
  func findsNothingElse(text: String) throws {
    #expect(try !PasswordList(sorted: "a\nabc\nabcd\nb\nzz z").contains(password(text)))
    #expect(try !PasswordList.none.contains(password(text)))
  }

  // MARK: The commonest passwords

  @Test func isWrittenAsTheSearchNeedsIt() {
    let lines = PasswordList.commonest.lines
    #expect(lines.allSatisfy { $0.allSatisfy { (0x20...0x7E).contains($0) && $0 == $0.asciiLowercased } })
    #expect(zip(lines, lines.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
    #expect(lines.filter { $0.count >= 8 }.count == 10_000)
    #expect(lines.filter { $0.count < 8 }.count == 2_000)
  }

  @Test func findsEveryLineAndNothingThatIsOneByteMore() throws {
    let lines = PasswordList.commonest.lines
    let known = Set(lines)
    for line in lines {
      let password = try #require(Password(line))
      #expect(PasswordList.commonest.contains(password), "\(password)")
      for byte in UInt8(ascii: " ")...UInt8(ascii: "~") where byte % 13 == 0 {
        let longer = line + [byte.asciiLowercased]
        #expect(
          try PasswordList.commonest.contains(#require(Password(longer))) == known.contains(longer))
      }
    }
  }

  /// The first of SplashData's and NordPass's published lists.
  @Test(arguments: [
    "password", "123456789", "12345678", "qwertyuiop", "iloveyou", "sunshine", "princess", "football",
    "1q2w3e4r", "PASSWORD1", "Trustno1", "qwerty", "letmein", "dragon", "monkey", "111111", "welcome",
    "abc123",
  ])
  func hasWhatEverybodyChooses(text: String) throws {
    #expect(try PasswordList.commonest.contains(password(text)))
  }

  @Test(arguments: ["correct horse", "tr0ub4dor&3 stapler", "пароль на завтра", "86753010", "xkcd-936-comic"])
  func hasNotWhatNobodyElseChooses(text: String) throws {
    #expect(try !PasswordList.commonest.contains(password(text)))
  }
}
