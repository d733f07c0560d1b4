import Foundation
import Testing

@testable import CGIAuthHarness

/// A site that a case is played on, by one of the drivers.
final class Stage {
  private enum Place {
    case function(TestSite)
    case process(CGISite)
    case fastCGI(CGISite)
    case server(LiveServer)
  }

  private let driver: Driver
  private let place: Place
  /// What the words of an exchange stand for.
  private var words: [(word: String, meaning: String)]
  /// The log's lines that were seen already.
  private var seen = 0

  init(_ driver: Driver, _ settings: [String: String], user address: String? = nil) throws {
    self.driver = driver
    place =
      switch driver.level {
      case .function: .function(try TestSite(settings))
      case .process: .process(try CGISite(settings))
      case .fastCGI: .fastCGI(try CGISite(settings))
      case .server(let variant): .server(try variant.shared())
      }
    let user = address ?? "u\(UInt64.random(in: .min ... .max))@example.com"
    let host = if case .server(let server) = place { "127.0.0.1:\(server.port)" } else { "www.example.com" }
    words = [
      ("USER", user), ("SHOUTED", user.uppercased()), ("HOST", host),
      ("ORIGIN", (driver.isHTTPS ? "https://" : "http://") + host),
    ]
    for (word, name) in [("COOKIE", "authToken"), ("REFRESH", "authRefresh"), ("DEVICE", "authDevice")] {
      words.append((word, (driver.isHTTPS ? "__Host-" : "") + name))
    }
  }

  /// A text with what its words stand for.
  func spelled(_ text: String) -> String {
    words.reduce(text) { $0.replacing($1.word, with: $1.meaning) }
  }

  private func mean(_ word: String, _ meaning: String) {
    words.removeAll { $0.word == word }
    words.append((word, meaning))
  }

  /// Brings about what a case begins with.
  func prepare(_ given: ContractCase.Given) throws {
    switch given {
    case .nobody: break
    case .user: try register("USER")
    case .session:
      try register("USER")
      mean("TOKEN", try token("USER"))
    case .sessions:
      try prepare(.session)
      try register("other-USER")
      mean("OTHER", try token("other-USER"))
    }
    _ = newLines()
  }

  private func register(_ email: String) throws {
    try #require(try send(.post("register", .user(email))).status == 200)
  }

  private func token(_ email: String) throws -> String {
    try #require(try send(.post("login", .user(email))).token)
  }

  /// Whether the programs have made a file of their data.
  func has(_ name: String) -> Bool {
    switch place {
    case .function(let site): site.folder.has("auth-data/\(name)")
    case .process(let site), .fastCGI(let site): site.folder.has("data/\(name)")
    case .server(let server): server.folder.has("auth-data/\(name)")
    }
  }

  /// Sends a request; whoever logs in has the `TOKEN` from then on.
  func send(_ exchange: Exchange) throws -> Answer {
    let body = exchange.body.map { RequestBody(spelled($0.content), contentType: $0.contentType) }
    let answer: Answer
    switch place {
    case .function(let site):
      answer = try site.reply(
        try #require(Endpoint(rawValue: exchange.program)), environment(exchange, body), body?.content ?? "")
    case .process(let site):
      answer = try site.reply(exchange.program, environment(exchange, body), body?.content ?? "")
      lines += answer.errors.split(separator: "\n").map(String.init)
    case .fastCGI(let site):
      answer = try SharedFastCGI.ask(
        exchange.program, site.settings.merging(environment(exchange, body)) { $1 }, body?.content ?? "")
      lines += answer.errors.split(separator: "\n").map(String.init)
    case .server(let server):
      answer = try server.send(
        exchange.method, "/cgi-bin/\(exchange.program).cgi", body,
        // `Name;` is how curl is told to send a field that is empty.
        headers: exchange.fields.map { $1.isEmpty ? "\($0);" : "\($0): \(spelled($1))" })
    }
    if [.session, .renewed].contains(exchange.cookie), let token = answer.token { mean("TOKEN", token) }
    return answer
  }

  /// What a web server would set, beside the settings of the site.
  private func environment(_ exchange: Exchange, _ body: RequestBody?) -> [String: String] {
    var environment = [
      "GATEWAY_INTERFACE": "CGI/1.1", "SERVER_PROTOCOL": "HTTP/1.1", "SERVER_NAME": "www.example.com",
      "HTTP_HOST": "www.example.com", "REMOTE_ADDR": "192.0.2.1", "REQUEST_METHOD": exchange.method,
    ]
    environment["HTTPS"] = driver.isHTTPS ? "on" : nil
    environment["CONTENT_TYPE"] = body?.contentType
    environment["CONTENT_LENGTH"] = body.map { "\($0.content.utf8.count)" }
    for (name, value) in exchange.fields {
      environment["HTTP_" + name.uppercased().replacing("-", with: "_")] = spelled(value)
    }
    return environment.merging(exchange.variables) { $1 }
  }

  /// The lines that the programs wrote to the log.
  private var lines: [String] = []

  /// Those since the last time, but for the warning that these tests' hashes earn.
  func newLines() -> [String] {
    if case .function(let site) = place { lines = site.log.lines }
    defer { seen = lines.count }
    return lines.dropFirst(seen).filter { !$0.hasPrefix("weak-password-hash ") }
  }
}
