import CGIAuthHarness
import Testing

/// Fields: 422 names the field, says what is wrong, and never repeats the value.
@Suite struct FieldTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let json: String
    let field: String
    /// A piece of the value, which no answer and no log line may have.
    let secret: String
    var testDescription: String { json }

    init(_ json: String, _ field: String, _ secret: String = "ZZZ") {
      self.json = json
      self.field = field
      self.secret = secret
    }
  }

  static let cases = [
    Case(#"{}"#, "email"),
    Case(#"{"Email":"a@example.com","password":"long enough"}"#, "email"),
    Case(#"{"email":"a@example.com"}"#, "password"),
    Case(#"{"email":null,"password":"long enough"}"#, "email"),
    Case(#"{"email":"a@example.com","password":null}"#, "password"),
    Case(#"{"email":["ZZZ@example.com"],"password":"long enough"}"#, "email"),
    Case(#"{"email":{"ZZZ":1},"password":"long enough"}"#, "email"),
    Case(#"{"email":"a@example.com","password":12345678}"#, "password", "12345678"),
    Case(#"{"email":"a@example.com","password":true}"#, "password"),
    Case(#"{"email":"","password":"long enough"}"#, "email"),
    Case(#"{"email":"ZZZ","password":"long enough"}"#, "email"),
    Case(#"{"email":"ZZZ@","password":"long enough"}"#, "email"),
    Case(#"{"email":"@ZZZ.com","password":"long enough"}"#, "email"),
    Case(#"{"email":"ZZZ@ZZZ@example.com","password":"long enough"}"#, "email"),
    Case(#"{"email":" ZZZ@example.com","password":"long enough"}"#, "email"),
    Case(#"{"email":"ZZZ@example.com ","password":"long enough"}"#, "email"),
    Case(#"{"email":"ZZZ@exa mple.com","password":"long enough"}"#, "email"),
    Case(#"{"email":"ZZZ@example..com","password":"long enough"}"#, "email"),
    Case(#"{"email":"ZZZ@-example.com","password":"long enough"}"#, "email"),
    Case(#"{"email":"ZZZ:x@example.com","password":"long enough"}"#, "email"),
    Case(#"{"email":"\"ZZZ\"@example.com","password":"long enough"}"#, "email"),
    Case(#"{"email":"<script>ZZZ@example.com","password":"long enough"}"#, "email"),
    Case(#"{"email":"ZZZé@example.com","password":"long enough"}"#, "email"),
    Case(#"{"email":"ZZZ@exämple.com","password":"long enough"}"#, "email"),
    Case(#"{"email":"ZZZ\n@example.com","password":"long enough"}"#, "email"),
    Case(#"{"email":"ZZZ@example.com\r\nSet-Cookie: ZZZ=1","password":"long enough"}"#, "email"),
    Case(#"{"email":"ZZZ@example.com\u0000","password":"long enough"}"#, "email"),
    Case(
      "{\"email\":\"\(String(repeating: "Z", count: 65))@example.com\",\"password\":\"long enough\"}", "email"
    ),
    Case(
      "{\"email\":\"ZZZ@\(String(repeating: "b.", count: 124))com\",\"password\":\"long enough\"}", "email"),
    Case(#"{"email":"a@example.com","password":""}"#, "password"),
    Case(#"{"email":"a@example.com","password":"ZZZ\u0000long enough"}"#, "password"),
    Case(#"{"email":"a@example.com","password":"ZZZ\rlong enough"}"#, "password"),
    Case(#"{"email":"a@example.com","password":"ZZZ\nlong enough"}"#, "password"),
    Case(#"{"email":"a@example.com","password":"ZZZ\r\nX-Injected: 1"}"#, "password"),
    Case(#"{"email":"a@example.com","password":"ZZZ\u007Flong enough"}"#, "password"),
  ]

  @Test(arguments: ["register", "login"], cases)
  func refusesAnUnusableField(_ program: String, _ bad: Case) throws {
    let site = try CGISite()
    let answer = try site.post(program, json: bad.json)
    #expect(answer.status == 422)
    #expect(answer.body.hasPrefix("{\"message\":\"\(bad.field) "))
    #expect(!answer.body.contains(bad.secret))
    #expect(!answer.errors.contains(bad.secret))
    #expect(answer.fields.map(\.name) == AnswerTests.names)
    #expect(!site.folder.has("data/users.gdbm"))
  }

  @Test(arguments: [
    "email=a@example.com%0D%0AX-Injected:1&password=long+enough",
    "email=a@example.com%00&password=long+enough",
    "email=a@example.com&password=long%0Aenough", "email=a@example.com&password=long%0Denough",
    "email=a@example.com&password=long%00enough", "email=a@example.com\r\n&password=long+enough",
    "email=a@example.com&password=long\nenough", "email=a%2540example.com&password=long+enough",
    "password=long+enough", "",
  ])
  func refusesAnUnusableFieldOfAForm(_ form: String) throws {
    for program in ["register", "login"] {
      let answer = try CGISite().post(program, form: form)
      #expect(answer.status == 422)
      #expect(answer.fields.map(\.name) == AnswerTests.names)
    }
  }

  @Test(arguments: ["1234567", "ééééééé", "👩‍👩‍👧"])
  func registersNoShortPassword(_ password: String) throws {
    // Characters are code points: the family is three people and two joiners, five of the eight.
    let answer = try CGISite().post("register", "ada@example.com", password)
    #expect(answer.status == 422)
    #expect(answer.body == #"{"message":"password must have at least 8 characters"}"#)
  }

  @Test(arguments: [
    "86753010", "éèéèéèéè", "  -  -  ", "pässwörd mit spaces", String(repeating: "🔑🗝", count: 32),
    String(repeating: "パス", count: 32), "&<>\\\"'%+=;:#", String(repeating: "long ", count: 102),
  ])
  func takesEveryPrintablePassword(_ password: String) throws {
    let site = try CGISite()
    let json = password.replacing("\\", with: #"\\"#).replacing("\"", with: #"\""#)
    #expect(try site.post("register", "ada@example.com", json).status == 200)
    #expect(try site.post("login", "ada@example.com", json).status == 200)
    #expect(try site.post("login", "ada@example.com", json + " ").status == 401)
  }

  @Test func takesTwoSpellingsOfALetterForTwoPasswords() throws {
    let site = try CGISite()
    #expect(try site.post("register", "ada@example.com", "caf\u{E9} au lait").status == 200)
    #expect(try site.post("login", "ada@example.com", "cafe\u{301} au lait").status == 401)
    #expect(try site.post("login", "ada@example.com", "caf\u{E9} au lait").status == 200)
  }

  @Test func tellsLongPasswordsApartAtTheirLastByte() throws {
    let site = try CGISite()
    let password = String(repeating: "op", count: 50)
    #expect(try site.post("register", "ada@example.com", password).status == 200)
    #expect(try site.post("login", "ada@example.com", password.dropLast() + "q").status == 401)
    #expect(try site.post("login", "ada@example.com", String(password.prefix(72))).status == 401)
  }

  /// crypt(3) takes 511 bytes.
  @Test func refusesWhatScryptWouldNotTakeWhole() throws {
    let site = try CGISite()
    let password = String(repeating: "p", count: 510) + "q"
    #expect(try site.post("register", "ada@example.com", password).status == 200)
    let answer = try site.post("register", "bob@example.com", password + "p")
    #expect(answer.status == 422)
    #expect(answer.body == #"{"message":"password must have at most 511 bytes"}"#)
    #expect(try site.post("login", "ada@example.com", password + "p").status == 401)
    #expect(try site.post("login", "ada@example.com", password).status == 200)
  }

  @Test func refusesWhatBcryptWouldCut() throws {
    let site = try CGISite(["AUTH_PASSWORD_HASH": "bcrypt:4"])
    let password = String(repeating: "op", count: 36)
    let answer = try site.post("register", "ada@example.com", password + "x")
    #expect(answer.status == 422)
    #expect(answer.body == #"{"message":"password must have at most 72 bytes"}"#)
    #expect(try site.post("register", "ada@example.com", password).status == 200)
    #expect(try site.post("login", "ada@example.com", password).status == 200)
    #expect(try site.post("login", "ada@example.com", password + "x").status == 401)
  }
}
