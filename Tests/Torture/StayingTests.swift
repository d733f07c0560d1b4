import CGIAuthHarness
import Foundation
import Testing

/// Many requests in one process: 5,000 of each program, with `TORTURE=20` 100,000.
@Suite struct StayingTests {
  private static let count = 5_000 * Script.torture

  /// Requests of every kind that a program gets, and the answers that they must have.
  private static func requests(_ program: String, _ site: CGISite, _ cookie: String)
    -> [(variables: [String: String], body: String, status: Int)]
  {
    let more = [
      "AUTH_FASTCGI_MAX_REQUESTS": "10000000", "AUTH_THROTTLE": "off", "AUTH_AUDIT_LOG": "off",
    ]
    func post(_ body: String, _ status: Int) -> ([String: String], String, Int) {
      (
        site.environment("POST", contentType: "application/json", contentLength: "\(body.utf8.count)", more),
        body,
        status
      )
    }
    func get(_ fields: [String: String], _ status: Int) -> ([String: String], String, Int) {
      (site.environment("GET", contentType: nil, contentLength: nil, more.merging(fields) { $1 }), "", status)
    }
    let user = RequestBody.user("ada@example.com", "nine herons").content
    switch program {
    case "protected":
      return [
        get(["HTTP_COOKIE": cookie], 200), get([:], 401), get(["HTTP_COOKIE": cookie + "x"], 401),
        get(["HTTP_COOKIE": cookie, "QUERY_STRING": "verify&groups=board"], 403),
        get(["HTTP_ACCEPT": "text/html"], 303),
      ]
    case "login": return [post(user.replacing("nine", with: "ten"), 401), post("{", 400), get([:], 405)]
    default: return [post(user, 409), post(user.replacing("nine herons", with: "x"), 422), get([:], 405)]
    }
  }

  @Test(arguments: ["protected", "login", "register"])
  func needNoMoreOfAnything(program name: String) throws {
    let site = try CGISite()
    #expect(try site.post("register", "ada@example.com", "nine herons").status == 200)
    let cookie = try site.post("login", "ada@example.com", "nine herons").cookie
    let program = try FastCGIProcess(name)
    let requests = Self.requests(name, site, cookie)
    func ask(_ count: Int) throws {
      for number in 0..<count {
        let request = requests[number % requests.count]
        let status = try program.ask(request.variables, bytes(request.body)).answer().status
        guard status == request.status else {
          Issue.record("\(name): \(number): \(status), not \(request.status)")
          return
        }
      }
    }
    func files() throws -> [String] { try program.openFiles().filter { $0 != "socket" } }
    // After a second the tables stay open.
    try ask(1_000)
    Thread.sleep(forTimeInterval: 2.5)
    try ask(1_000)
    let before = (try program.residentPages(), try program.state(), try files())
    try ask(Self.count)
    #expect(try program.residentPages() <= before.0 + 8)
    #expect(try program.state() == before.1)
    #expect(try files() == before.2)
    // It closes a connection after the answer: one may still be open.
    #expect(try program.openFiles().count { $0 == "socket" } <= 2)
    #expect(program.command.isRunning)
  }
}
