import Foundation
import CGIAuthHarness
import Testing

/// Bodies: what is read, and what each bad one is answered with. Every case runs against register and login.
@Suite struct BodyTests {
  static let good = #"{"email":"ada@example.com","password":"correct horse"}"#

  @Test(arguments: [
    good,
    #" { "password" : "correct horse" , "email" : "ada@example.com" } "#,
    "{\"email\":\"ada@example.com\",\r\n\t\"password\":\"correct horse\"}",
    #"{"email":"ada@example.com","password":"correct horse","remember":true,"more":{"a":[1,2.5e3,null]}}"#,
    #"{"\u0065mail":"ada\u0040example.com","password":"correct\u0020horse"}"#,
  ])
  func takesJSON(_ body: String) throws {
    let site = try CGISite()
    #expect(try site.post("register", json: body).status == 200)
    #expect(try site.post("login", json: Self.good).status == 200)
    #expect(try site.post("login", json: body).status == 200)
  }

  @Test(arguments: [
    "email=ada@example.com&password=correct horse",
    "email=ada%40example.com&password=correct+horse",
    "password=%63orrect%20horse&email=ada%40example%2Ecom&more=",
    "&&email=ada@example.com&password=correct+horse&",
  ])
  func takesForms(_ body: String) throws {
    let site = try CGISite()
    #expect(try site.post("register", form: body).status == 200)
    #expect(try site.post("login", json: Self.good).status == 200)
    #expect(try site.post("login", form: body).status == 200)
  }

  @Test(
    arguments: ["register", "login"],
    [
      "", " ", "null", "[]", "[\(good)]", "\"text\"", "1", "{", "}", "{}}", good + "x", good + good,
      #"{"email":"ada@example.com","password":"correct horse",}"#,
      #"{"email":"ada@example.com" "password":"correct horse"}"#,
      #"{'email':'ada@example.com','password':'correct horse'}"#,
      #"{email:"ada@example.com",password:"correct horse"}"#,
      #"{"email":"ada@example.com","password":"correct horse","password":"other horse"}"#,
      #"{"email":"ada@example.com","password":"correct horse","pass\u0077ord":"other horse"}"#,
      #"{"email":"ada@example.com","password":"correct horse","x":\#(String(repeating: "[", count: 20_000))}"#,
      #"{"email":"ada@example.com","password":"correct horse","x":01}"#,
      #"{"email":"ada@example.com","password":"correct horse","x":NaN}"#,
      #"{"email":"ada@example.com","password":"correct \ud800 horse"}"#,
      #"{"email":"ada@example.com","password":"correct \x41 horse"}"#,
      "{\"email\":\"ada@example.com\",\"password\":\"correct\nhorse\"}",
      "{\"email\":\"ada@example.com\",\"password\":\"correct\0horse\"}",
      "\u{FEFF}" + good,
      "{" + (0..<65).map { "\"k\($0)\":0" }.joined(separator: ",") + "}",
    ])
  func refusesMalformedJSON(_ program: String, _ body: String) throws {
    let answer = try CGISite().post(program, json: body)
    #expect(answer.status == 400)
    #expect(answer.body == #"{"message":"Bad Request"}"#)
  }

  @Test(
    arguments: ["register", "login"],
    [
      "application/json", "application/x-www-form-urlencoded",
    ])
  func refusesBytesThatAreNotUTF8(_ program: String, _ contentType: String) throws {
    let template = contentType.hasSuffix("json") ? Self.good : "email=ada@example.com&password=correct horse"
    for bad: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3]] {
      let body = Array(template.utf8).flatMap { $0 == UInt8(ascii: " ") ? bad : [$0] }
      #expect(try CGISite().request(program, "POST", body: body, contentType: contentType).status == 400)
    }
  }

  @Test(
    arguments: ["register", "login"],
    [
      "email=ada@example.com&password=%", "email=ada@example.com&password=%4",
      "email=ada@example.com&password=%zz",
      "email=ada@example.com&password=%C3", "email=ada@example.com&password=%ED%A0%80",
      "email=ada@example.com&password=a&password=b", "email=ada@example.com&password=a&pass%77ord=b",
      (0..<65).map { "k\($0)=0" }.joined(separator: "&"),
    ])
  func refusesMalformedForms(_ program: String, _ body: String) throws {
    #expect(try CGISite().post(program, form: body).status == 400)
  }

  @Test(
    arguments: ["register", "login"],
    [
      "text/plain", "text/plain; charset=utf-8", "multipart/form-data; boundary=x", "application/jsonp",
      "application/json, text/plain",
      "application/json; charset=latin1", "application/json; charset=utf-16", "application/json; charset",
      "application/json;charset=utf-8;charset=latin1",
      "application/x-www-form-urlencoded; charset=iso-8859-1",
      "json", "/", ";", "application/xml", "application/json\r\ntext/plain",
    ])
  func takesNoOtherType(_ program: String, _ contentType: String) throws {
    let answer = try CGISite().request(program, "POST", body: Array(Self.good.utf8), contentType: contentType)
    #expect(answer.status == 415)
    #expect(answer.body == #"{"message":"Unsupported Media Type"}"#)
  }

  @Test func takesNoBodyWithoutAType() throws {
    #expect(
      try CGISite().request("login", "POST", body: Array(Self.good.utf8), contentType: nil).status == 415)
    #expect(
      try CGISite().request("login", "POST", body: Array(Self.good.utf8), contentType: "").status == 415)
  }

  @Test(arguments: [
    "APPLICATION/JSON", "application/json;charset=UTF-8", "application/json ; charset=\"utf-8\"",
    "application/json;",
    "application/json; profile=x; charset=utf-8",
  ])
  func takesEverySpellingOfAType(_ contentType: String) throws {
    let answer = try CGISite().request(
      "register", "POST", body: Array(Self.good.utf8), contentType: contentType)
    #expect(answer.status == 200)
  }

  @Test(arguments: [
    ("-1", 400), ("1e3", 400), ("+10", 400), (" 10", 400), ("10 ", 400), ("0x10", 400), ("10, 10", 400),
    ("٣", 400),
    ("1000", 400), ("65536", 400), ("65537", 413), ("1048576", 413), ("9223372036854775807", 413),
    ("9223372036854775808", 413), ("18446744073709551616", 413), (String(repeating: "9", count: 400), 413),
    ("", 411),
  ])
  func judgesTheLength(_ length: String, _ status: Int) throws {
    let site = try CGISite()
    for program in ["register", "login"] {
      let answer = try site.request(
        program, "POST", body: Array(Self.good.utf8), ["CONTENT_LENGTH": length])
      #expect(answer.status == status)
    }
    #expect(!site.folder.has("data/users.gdbm"))
  }

  @Test func asksForALengthWhereThereIsNone() throws {
    let answer = try CGISite().request(
      "login", "POST", ["CONTENT_TYPE": "application/json"])
    #expect(answer.status == 411)
    #expect(answer.body == #"{"message":"Length Required"}"#)
  }

  @Test func readsNoFurtherThanTheLength() throws {
    let body = Array((Self.good + "and more").utf8)
    let answer = try CGISite().request(
      "register", "POST", body: body, ["CONTENT_LENGTH": String(Self.good.utf8.count)])
    #expect(answer.status == 200)
  }

  @Test func refusesAMegabytePasswordUnread() throws {
    let answer = try CGISite().post("register", "ada@example.com", String(repeating: "p", count: 1 << 20))
    #expect(answer.status == 413)
    #expect(answer.body == #"{"message":"Content Too Large"}"#)
  }

  @Test func takesABodyOfExactlyTheLimit() throws {
    let frame = #"{"email":"ada@example.com","password":"nine herons at dawn","more":""}"#
    func body(of count: Int) -> String {
      frame.dropLast(2) + String(repeating: "x", count: count - frame.utf8.count) + "\"}"
    }
    let site = try CGISite()
    #expect(try site.post("register", json: body(of: 65_536)).status == 200)
    #expect(try site.post("login", json: body(of: 65_536)).status == 200)
    #expect(try site.post("login", json: body(of: 65_537)).status == 413)
  }

  @Test func givesUpOnABodyThatDoesNotCome() throws {
    let site = try CGISite()
    let environment = site.environment("POST", contentType: "application/json", contentLength: "1000", [:])
    let command = try RunningCommand(
      try Project.program("login"), environment: environment, input: Array(Self.good.utf8),
      keepInputOpen: true)
    defer { try? command.input?.close() }
    // Standard input stays open: without a deadline of its own the program would wait for ever.
    #expect(try Answer(command.wait()).status == 400)
  }
}
