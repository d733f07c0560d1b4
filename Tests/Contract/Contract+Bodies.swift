import CGIAuthHarness

extension Contract {
  private static let good = #"{"email":"ada@example.com","password":"correct horse"}"#
  private static let goodForm = "email=ada@example.com&password=correct horse"

  private static func taken(_ body: RequestBody) -> ContractCase {
    ContractCase(
      "\(body.contentType ?? "") \(body.content)", .nobody,
      .post("register", body).gets(200, "User registered successfully"),
      .post("login", .json(good)).gets(200, "Login successful", cookie: .session),
      .post("login", body).gets(200, "Login successful", cookie: .session)
    ).local
  }

  /// Bodies that are taken, all for one.
  static let takenBodies: [ContractCase] =
    [
      good, #" { "password" : "correct horse" , "email" : "ada@example.com" } "#,
      "{\"email\":\"ada@example.com\",\r\n\t\"password\":\"correct horse\"}",
      #"{"email":"ada@example.com","password":"correct horse","remember":true,"more":{"a":[1,2.5e3,null]}}"#,
      #"{"\u0065mail":"ada\u0040example.com","password":"correct\u0020horse"}"#,
    ].map { taken(.json($0)) }
    + [
      goodForm, "email=ada%40example.com&password=correct+horse",
      "password=%63orrect%20horse&email=ada%40example%2Ecom&more=",
      "&&email=ada@example.com&password=correct+horse&",
    ].map { taken(.form($0)) }
    + [
      "APPLICATION/JSON", "application/json;charset=UTF-8", "application/json ; charset=\"utf-8\"",
      "application/json;", "application/json; profile=x; charset=utf-8",
    ].map { taken(RequestBody(good, contentType: $0)) }
    + [taken(RequestBody(goodForm, contentType: "application/x-www-form-urlencoded; charset=UTF-8"))]

  private static func refused(
    _ status: Int, _ message: String, _ body: RequestBody, as description: String? = nil
  ) -> [ContractCase] {
    ContractCase.each(takers, description ?? "\(body.contentType ?? "") \(body.content.prefix(80))") {
      .post($0, body).gets(status, message)
    }
  }

  /// Bodies of another type than JSON and forms.
  static let types: [ContractCase] =
    ["text/plain", nil, "application/json; charset=iso-8859-1"].flatMap {
      refused(415, "Unsupported Media Type", RequestBody(good, contentType: $0))
    }
    + [
      "", "text/plain; charset=utf-8", "multipart/form-data; boundary=x", "application/jsonp",
      "application/json, text/plain", "application/json; charset=latin1",
      "application/json; charset=utf-16", "application/json; charset",
      "application/json;charset=utf-8;charset=latin1",
      "application/x-www-form-urlencoded; charset=iso-8859-1", "json", "/", ";", "application/xml",
      "application/json\r\ntext/plain",
    ].flatMap {
      refused(415, "Unsupported Media Type", RequestBody(good, contentType: $0)).map(\.local)
    }

  /// Bodies that are not what their type says.
  static let malformed: [ContractCase] =
    refused(400, "Bad Request", "{\"email\":") + refused(400, "Bad Request", .form("email=%4"))
    + [
      "", " ", "null", "[]", "[\(good)]", "\"text\"", "\"\"", "1", "{", "}", "{}}", "{} {}", good + "x",
      good + good, goodForm,
      #"{"email":"ada@example.com","password":"correct horse",}"#,
      #"{"email":"ada@example.com" "password":"correct horse"}"#,
      #"{'email':'ada@example.com','password':'correct horse'}"#,
      #"{email:"ada@example.com",password:"correct horse"}"#,
      #"{"email":"a@b","email":"c@d","password":"password"}"#,
      #"{"email":"ada@example.com","password":"correct horse","password":"other horse"}"#,
      #"{"email":"ada@example.com","password":"correct horse","pass\u0077ord":"other horse"}"#,
      #"{"email":"ada@example.com","password":"correct horse","x":\#(String(repeating: "[", count: 20_000))}"#,
      #"{"email":"ada@example.com","password":"correct horse","x":01}"#,
      #"{"email":"ada@example.com","password":"correct horse","x":NaN}"#,
      #"{"email":"ada@example.com","password":"correct \ud800 horse"}"#, #"{"email":"\ud800"}"#,
      #"{"email":"ada@example.com","password":"correct \x41 horse"}"#,
      "{\"email\":\"ada@example.com\",\"password\":\"correct\nhorse\"}",
      "{\"email\":\"ada@example.com\",\"password\":\"correct\0horse\"}", "\u{FEFF}" + good,
      "{" + (0..<65).map { "\"k\($0)\":0" }.joined(separator: ",") + "}",
    ].flatMap { refused(400, "Bad Request", .json($0)).map(\.local) }
    + [
      "email=ada@example.com&password=%", "email=ada@example.com&password=%4",
      "email=ada@example.com&password=%zz", "email=%zz", "email=a&email=b", "email=%FF",
      "email=ada@example.com&password=%C3", "email=ada@example.com&password=%ED%A0%80",
      "email=ada@example.com&password=a&password=b", "email=ada@example.com&password=a&pass%77ord=b",
      (0..<65).map { "k\($0)=0" }.joined(separator: "&"),
    ].flatMap { refused(400, "Bad Request", .form($0)).map(\.local) }

  /// Bodies that are too long, or whose length cannot be right.
  static let lengths: [ContractCase] =
    refused(
      413, "Content Too Large", .user("USER", String(repeating: "x", count: 1 << 20)), as: "a megabyte")
    + [
      "-1", "1e3", "+10", " 10", "10 ", "0x10", "10, 10", "٣", "1000", "65536",
    ].flatMap { judged($0, 400, "Bad Request") }
    + [
      "65537", "1048576", "9223372036854775807", "9223372036854775808", "18446744073709551616",
      String(repeating: "9", count: 400),
    ].flatMap { judged($0, 413, "Content Too Large") } + judged("", 411, "Length Required")
    + ContractCase.each(takers, "no length") {
      .send("POST", $0).with(["CONTENT_TYPE": "application/json"]).gets(411, "Length Required")
    }.map(\.local)
    + [
      ContractCase(
        "no further than the length", .nobody,
        .post("register", .json(good + "and more")).with(["CONTENT_LENGTH": "\(good.utf8.count)"])
          .gets(200, "User registered successfully")
      ).local,
      ContractCase(
        "exactly the limit", .nobody,
        .post("register", long(65_536)).gets(200, "User registered successfully"),
        .post("login", long(65_536)).gets(200, "Login successful", cookie: .session),
        .post("login", long(65_537)).gets(413, "Content Too Large")
      ).local,
    ]

  private static func judged(_ length: String, _ status: Int, _ message: String) -> [ContractCase] {
    ContractCase.each(takers, "length \(length.prefix(40))") {
      .post($0, .json(good)).with(["CONTENT_LENGTH": length]).gets(status, message)
    }.map(\.local)
  }

  private static func long(_ count: Int) -> RequestBody {
    let frame = #"{"email":"ada@example.com","password":"nine herons at dawn","more":""}"#
    return .json(frame.dropLast(2) + String(repeating: "x", count: count - frame.utf8.count) + "\"}")
  }
}
