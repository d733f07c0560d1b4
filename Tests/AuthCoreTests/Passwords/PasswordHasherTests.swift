import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct PasswordHasherTests {
  private static let settings = ["scrypt:4:8:1", "bcrypt:4"]

  private func hasher(_ setting: String, _ randomness: Randomness = .counting) throws -> PasswordHasher {
    PasswordHasher(setting: try #require(PasswordHashSetting(bytes(setting))), randomness: randomness)
  }

  private func password(_ text: String) throws -> Password { try #require(Password(bytes(text))) }

  @Test(arguments: settings, ["password", "пароль 🔐", " "])
  func hashesAsCryptDoes(setting: String, text: String) throws {
    let notation = try #require(try hasher(setting).hash(try password(text)))
    #expect(cryptReference(text, notation) == notation)
    #expect(PasswordHasher.supports(notation))
  }

  /// A user whose hash was made under another setting still logs in.
  @Test(arguments: settings, settings)
  func verifiesWhateverTheSetting(made: String, verified: String) throws {
    let notation = try #require(try hasher(made).hash(try password("password")))
    #expect(try hasher(verified).verify(password("password"), against: notation))
    #expect(try !hasher(verified).verify(password("Password"), against: notation))
  }

  @Test(arguments: settings)
  func saltsEveryHashAnew(setting: String) throws {
    let hasher = try hasher(setting, .system)
    #expect(try hasher.hash(password("password")) != hasher.hash(password("password")))
  }

  @Test(
    arguments: settings,
    [
      nil, "", "*", "!", "password", "$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/",
      "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
      "rqXexS6ZhobKA",
      "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjlO/O817G3uBnIFNjnQJuesI68OTLiQFdcbYEdFCoEOfaS35inz1",
      "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "$7$",
    ])
  func matchesNothingWithoutAHashItKnows(setting: String, notation: String?) throws {
    #expect(try !hasher(setting).verify(password("password"), against: notation.map(bytes)))
    if let notation { #expect(!PasswordHasher.supports(bytes(notation))) }
  }

  @Test func refusesALongPasswordWithBcryptAlone() throws {
    let long = try password(String(repeating: "x", count: 73))
    _ = try hasher("scrypt:4:8:1").hash(long)
    _ = try hasher("bcrypt:4").hash(password(String(repeating: "x", count: 72)))
    #expect(try hasher("bcrypt:4").hash(long) == nil)
  }

  @Test(arguments: settings)
  func hashesNothingWithoutRandomness(setting: String) throws {
    let broken = Randomness { _ throws(SystemError) in throw SystemError(operation: "getentropy", code: 5) }
    do {
      _ = try hasher(setting, broken).hash(password("password"))
      Issue.record("a password was hashed without a salt")
    } catch let error as SystemError {
      #expect(error.operation == "getentropy")
    }
  }

  // MARK: Old hashes

  /// A disabled user's hash is none, whatever stands behind the mark.
  @Test(arguments: settings, ["!", "*", "!!", "*LK*"])
  func countsADisabledUsersHashAsNone(setting: String, mark: String) throws {
    let hasher = try hasher(setting)
    let notation = try #require(try hasher.hash(password("password")))
    #expect(!hasher.isOutdated(notation))
    #expect(hasher.isOutdated(bytes(mark) + notation))
    #expect(try !hasher.verify(password("password"), against: bytes(mark) + notation))
    #expect(hasher.isOutdated(nil))
  }

  /// Of the settings that OWASP counts as equal, each has more work or more memory than the next.
  @Test(arguments: [
    ("scrypt:14:8:5", "scrypt:14:8:5", false), ("scrypt:14:8:4", "scrypt:14:8:5", true),
    ("scrypt:13:8:10", "scrypt:14:8:5", true), ("scrypt:15:8:3", "scrypt:14:8:5", false),
    ("scrypt:15:8:2", "scrypt:14:8:5", true), ("scrypt:14:16:5", "scrypt:14:8:5", false),
    ("scrypt:14:8:5", "scrypt:17:8:1", true), ("scrypt:17:8:1", "scrypt:14:8:5", false),
    ("bcrypt:10", "bcrypt:10", false), ("bcrypt:9", "bcrypt:10", true), ("bcrypt:31", "bcrypt:10", false),
    ("bcrypt:31", "scrypt:14:8:5", true), ("scrypt:17:8:1", "bcrypt:4", true),
  ])
  func tellsWhatTheSettingHasOvertaken(stored: String, setting: String, isOutdated: Bool) throws {
    let notation: String
    switch try #require(PasswordHashSetting(bytes(stored))) {
    case .bcrypt(let cost):
      notation = "$2y$\(cost < 10 ? "0" : "")\(cost)$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui"
    case .scrypt(let parameters):
      let digits = [(parameters.log2N, 1), (parameters.r, 5), (parameters.p, 5)].map {
        String(decoding: CryptBase64.encode($0, digits: $1), as: UTF8.self)
      }
      notation =
        "$7$\(digits.joined())abcdefghijklmnopqrstuv$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D"
    }
    #expect(PasswordHasher.supports(bytes(notation)))
    #expect(try hasher(setting).isOutdated(bytes(notation)) == isOutdated)
  }

  /// What a cheaper hash and what is charged on top take together, in work, is what the setting takes.
  @Test(arguments: [
    ("scrypt:15:8:3", "scrypt:14:8:5"), ("scrypt:14:8:6", "scrypt:14:8:5"),
    ("scrypt:17:8:1", "scrypt:14:8:5"),
    ("scrypt:14:8:5", "scrypt:4:8:1"), ("scrypt:14:8:5", "scrypt:14:8:4"), ("scrypt:5:8:2", "scrypt:4:8:1"),
  ])
  func makesUpForACheaperHash(setting: String, stored: String) throws {
    func parameters(_ text: String) throws -> ScryptParameters {
      guard case .scrypt(let parameters) = PasswordHashSetting(bytes(text)) else { throw CancellationError() }
      return parameters
    }
    func work(_ parameters: ScryptParameters) -> Double {
      Double(parameters.p * parameters.r << parameters.log2N)
    }
    let (whole, part) = (try parameters(setting), try parameters(stored))
    let rest = try #require(whole.rest(after: part))
    #expect(abs(work(part) + work(rest) - work(whole)) <= work(whole) / 16)
    #expect(whole.rest(after: whole) == nil)
    #expect(part.rest(after: whole) == nil)
  }

  @Test func owesWhatAStoredHashDidNotCost() throws {
    let hasher = try hasher("scrypt:5:8:2")
    func stored(_ setting: String) throws -> [UInt8] {
      try #require(try self.hasher(setting).hash(password("x")))
    }
    #expect(hasher.owed(after: nil) == hasher.setting)
    #expect(try hasher.owed(after: bytes("!") + stored("scrypt:5:8:2")) == hasher.setting)
    #expect(try hasher.owed(after: stored("bcrypt:4")) == hasher.setting)
    #expect(try hasher.owed(after: stored("scrypt:5:8:2")) == nil)
    #expect(try hasher.owed(after: stored("scrypt:6:8:2")) == nil)
    let rest = try #require(try hasher.owed(after: stored("scrypt:4:8:2")))
    guard case .scrypt(let parameters) = rest else { throw CancellationError() }
    #expect(parameters.p * parameters.r << parameters.log2N == 2 * 8 << 4)
  }

  // MARK: The setting

  @Test(arguments: [
    ("scrypt:14:8:5", 14, 8, 5), ("scrypt:2:1:1", 2, 1, 1), ("scrypt:17:8:1", 17, 8, 1),
    ("scrypt:014:08:05", 14, 8, 5),
  ])
  func readsScrypt(text: String, log2N: Int, r: Int, p: Int) throws {
    let parameters = try #require(ScryptParameters(log2N: log2N, r: r, p: p))
    #expect(PasswordHashSetting(bytes(text)) == .scrypt(parameters))
  }

  @Test(arguments: [("bcrypt:4", 4), ("bcrypt:12", 12), ("bcrypt:31", 31)])
  func readsBcrypt(text: String, cost: Int) {
    #expect(PasswordHashSetting(bytes(text)) == .bcrypt(cost: cost))
  }

  @Test(arguments: [
    "", ":", "scrypt", "scrypt:", "scrypt:14", "scrypt:14:8", "scrypt:14:8:", "scrypt:14:8:5:1",
    "scrypt:0:8:5", "scrypt:1:8:5", "scrypt:16:1:5",
    "scrypt:21:1:1", "scrypt:14:0:5", "scrypt:14:33:1", "scrypt:14:8:0", "scrypt:14:8:65", "scrypt:19:8:1",
    "scrypt:-14:8:5", "scrypt:14:8:5 ", " scrypt:14:8:5", "Scrypt:14:8:5", "scrypt:14,8,5", "scrypt::14:8:5",
    "scrypt:99999999999999999999:8:5", "bcrypt", "bcrypt:", "bcrypt:3", "bcrypt:32", "bcrypt:-4",
    "bcrypt:10:1",
    "bcrypt:ten", "bcrypt:1e1", "BCRYPT:10", "argon2id:1:2:3", "md5", "plain:10",
  ])
  func refusesOtherSettings(text: String) { #expect(PasswordHashSetting(bytes(text)) == nil) }

  /// The settings that the OWASP Password Storage Cheat Sheet counts as equal, and stronger ones.
  @Test(arguments: [
    "scrypt:17:8:1", "scrypt:16:8:2", "scrypt:15:8:3", "scrypt:14:8:5", "scrypt:13:8:10", "scrypt:14:8:6",
    "scrypt:15:8:5",
    "scrypt:18:8:1", "bcrypt:10", "bcrypt:12", "bcrypt:31",
  ])
  func countsWhatIsRecommendedAsStrong(text: String) throws {
    #expect(try !#require(PasswordHashSetting(bytes(text))).isWeak)
  }

  @Test(arguments: [
    "scrypt:14:8:4", "scrypt:14:8:1", "scrypt:13:8:9", "scrypt:12:8:20", "scrypt:4:8:1", "scrypt:16:8:1",
    "scrypt:10:8:64",
    "scrypt:14:1:5", "bcrypt:9", "bcrypt:4",
  ])
  func countsWhatIsLessAsWeak(text: String) throws {
    #expect(try #require(PasswordHashSetting(bytes(text))).isWeak)
  }

  @Test func recommendsTheDocumentedDefault() {
    #expect(PasswordHashSetting.recommended == PasswordHashSetting(bytes("scrypt:14:8:5")))
    #expect(!PasswordHashSetting.recommended.isWeak)
  }
}
