import Foundation
import CGIAuthHarness
import Testing

/// Bodies: what is read, and what each bad one is answered with. Every case runs against register and login.
@Suite struct BodyTests {
  static let good = #"{"email":"ada@example.com","password":"correct horse"}"#

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
