import CGIAuthHarness

extension Contract {
  private static let emailMissing = "email is missing"
  private static let emailNotText = "email must be a string"
  private static let notAnAddress = "email must be an e-mail address, such as name@example.com"
  private static let passwordMissing = "password is missing"
  private static let passwordNotText = "password must be a string"
  private static let passwordEmpty = "password must not be empty"
  private static let control = "password must not have control characters"

  private static func refused(_ message: String, _ bodies: RequestBody...) -> [ContractCase] {
    bodies.flatMap { body in
      ContractCase.each(takers, String(body.content.prefix(120))) { .post($0, body).gets(422, message) }
    }
  }

  private static func address(_ json: String) -> RequestBody {
    .json("{\"email\":\(json),\"password\":\"long enough\"}")
  }

  private static func password(_ json: String) -> RequestBody {
    .json("{\"email\":\"a@example.com\",\"password\":\(json)}")
  }

  /// Fields that are missing or cannot be used: the answer names the field, and never repeats the value.
  static let fields: [ContractCase] =
    refused(passwordMissing, #"{"email":"a@example.com"}"#)
    + refused(notAnAddress, .user("<b>CANARY</b>")) + refused(passwordNotText, password("12345678"))
    + localFields.map(\.local)

  private static let localFields: [ContractCase] =
    refused(
      emailMissing, "{}", #"{"password":"long enough"}"#, .form("password=long+enough"), .form(""),
      #"{"Email":"a@example.com","password":"long enough"}"#)
    + refused(
      emailNotText, address("null"), address("7"), address(#"["CANARY@b"]"#), address(#"{"CANARY":1}"#))
    + [
      #""""#, #""CANARY""#, #""CANARY@""#, #""@CANARY.com""#, #""CANARY@CANARY@example.com""#,
      #"" CANARY@example.com""#,
      #""CANARY@example.com ""#, #""CANARY@exa mple.com""#, #""CANARY@example..com""#,
      #""CANARY@-example.com""#,
      #""CANARY:x@example.com""#, #""\"CANARY\"@example.com""#, #""<script>CANARY@example.com""#,
      #""CANARYé@example.com""#, #""CANARY@exämple.com""#, #""CANARY\n@example.com""#,
      #""CANARY@example.com\r\nSet-Cookie: CANARY=1""#, #""CANARY@example.com\u0000""#,
      "\"CANARY\(String(repeating: "a", count: 59))@example.com\"",
      "\"CANARY@\(String(repeating: "b.", count: 124))com\"",
    ].flatMap { refused(notAnAddress, address($0)) }
    + refused(
      notAnAddress, .form("email=CANARY@example.com%0D%0AX-Injected:1&password=long+enough"),
      .form("email=CANARY@example.com%00&password=long+enough"),
      .form("email=CANARY@example.com\r\n&password=long+enough"),
      .form("email=CANARY%2540example.com&password=long+enough"))
    + refused(
      passwordNotText, password("null"), password("true"), password(#"{"$ne":"CANARY"}"#))
    + refused(passwordEmpty, password(#""""#), .form("email=a@example.com&password="))
    + [
      #""CANARY\u0000long enough""#, #""CANARY\rlong enough""#, #""CANARY\nlong enough""#,
      #""long enough CANARY\n""#,
      #""CANARY\r\nX-Injected: 1""#, #""CANARY\u007Flong enough""#,
    ].flatMap { refused(control, password($0)) }
    + refused(
      control, .form("email=a@example.com&password=CANARY%0Aenough"),
      .form("email=a@example.com&password=CANARY%0Denough"),
      .form("email=a@example.com&password=CANARY%00enough"),
      .form("email=a@example.com&password=CANARY\nenough"))

  // MARK: Passwords

  private static func json(_ password: String) -> RequestBody {
    .user("USER", password.replacing("\\", with: #"\\"#).replacing("\"", with: #"\""#))
  }

  private static func registered(_ password: String) -> Exchange {
    .post("register", json(password)).gets(200, "User registered successfully")
  }

  private static func opens(_ password: String) -> Exchange {
    .post("login", json(password)).gets(200, "Login successful", cookie: .session)
  }

  private static func doesNotOpen(_ password: String, log: String? = nil) -> Exchange {
    .post("login", json(password)).gets(401, "Invalid credentials", log: log)
  }

  /// Characters are code points (NIST SP 800-63B section 3.1.1.2): the family is three people and two
  /// joiners, five of the eight.
  static let shortPasswords: [ContractCase] =
    ["8675301", "1234567", "ééééééé", "éèéèéèé", "e\u{301}e\u{301}e\u{301}e", "👩‍👩‍👧"].map {
      ContractCase(
        "too short: \($0)", .nobody,
        .post("register", json($0)).gets(422, "password must have at least 8 characters"), doesNotOpen($0)
      ).local
    }

  /// What a hash would not take whole. crypt(3) takes 511 bytes.
  static let longPasswords = [
    tooLong(String(repeating: "p", count: 510) + "q", "p"),
    tooLong(String(repeating: "op", count: 36), "x", log: "password-too-long ")
      .set(["AUTH_PASSWORD_HASH": "bcrypt:4"]),
  ]

  private static func tooLong(_ longest: String, _ more: String, log: String? = nil) -> ContractCase {
    let limit = longest.utf8.count
    return ContractCase(
      "over \(limit) bytes", .nobody,
      .post("register", json(longest + more)).gets(422, "password must have at most \(limit) bytes"),
      registered(longest), opens(longest), doesNotOpen(longest + more, log: log)
    ).local
  }

  /// Passwords of every kind.
  static let printablePasswords: [ContractCase] =
    [
      "86753010", "éèéèéèéè", "e\u{301}e\u{301}e\u{301}e\u{301}", "  -  -  ", "pässwörd mit spaces",
      String(repeating: "🔑🗝", count: 32), String(repeating: "パス", count: 32), "&<>\\\"'%+=;:#",
      String(repeating: "long ", count: 102),
    ].map {
      ContractCase("\($0.prefix(40))", .nobody, registered($0), opens($0), doesNotOpen($0 + " ")).local
    }

  /// Passwords that are nearly one.
  static let nearPasswords = [
    ContractCase(
      "two spellings of a letter", .nobody, registered("caf\u{E9} au lait"),
      doesNotOpen("cafe\u{301} au lait"), opens("caf\u{E9} au lait")
    ).local,
    ContractCase(
      "the last byte", .nobody, registered(String(repeating: "op", count: 50)),
      doesNotOpen(String(repeating: "op", count: 49) + "oq"),
      doesNotOpen(String(repeating: "op", count: 36))
    ).local,
  ]
}
