import CGIAuthHarness
import Testing

/// A row of the contract by one of the drivers.
struct Play: Sendable, CustomTestStringConvertible {
  let row: ContractCase
  let driver: Driver

  var testDescription: String { "\(driver.testDescription): \(row.testDescription)" }

  /// The fields of an answer that has none of its own.
  private static let names = [
    "Cache-Control", "Content-Length", "Content-Security-Policy", "Content-Type", "Status",
    "Vary", "X-Content-Type-Options", "X-LiteSpeed-Cache-Control",
  ]
  /// Fields that an answer has only where the contract says so.
  private static let rare = ["Allow", "WWW-Authenticate", "Retry-After", "Location", "Refresh"]

  /// Plays the row and compares every answer.
  func check() throws {
    let stage = try Stage(driver, row.settings)
    try stage.prepare(row.given)
    for (number, exchange) in row.exchanges.enumerated() {
      let answer = try stage.send(exchange)
      compare(answer, exchange, stage, "\(number + 1). \(exchange.method) \(exchange.program)")
    }
    if driver.isLocal, case .nobody = row.given, row.exchanges.allSatisfy({ $0.status >= 400 }) {
      #expect(!stage.has("users.gdbm"))
    }
  }

  private func compare(
    _ answer: Answer, _ exchange: Exchange, _ stage: Stage, _ what: Comment
  ) {
    #expect(answer.status == exchange.status, what)
    let reason = exchange.reason.map { ",\"reason\":\"\($0)\"" } ?? ""
    let document = "{\"message\":\"\(stage.spelled(exchange.message))\"\(reason)}"
    let body = exchange.method == "HEAD" ? "" : document
    #expect(answer.body.utf8.elementsEqual(body.utf8), "\(what): \(answer.body)")
    #expect(answer.missingProtection == [], what)
    for name in Self.rare {
      #expect(answer.values(name) == exchange.more[name].map { [stage.spelled($0)] } ?? [], what)
    }
    let secure = driver.isHTTPS ? "; Secure" : ""
    let attributes = "; HttpOnly; SameSite=Strict\(secure)"
    switch exchange.cookie {
    case .nothing: #expect(answer.values("Set-Cookie") == [], what)
    case .session, .renewed:
      let expected = stage.spelled("COOKIE=TOKEN; Path=/; Max-Age=3600\(attributes)")
      #expect(answer.setCookie == expected, what)
      let names = ["COOKIE", "REFRESH"] + (exchange.cookie == .session ? ["DEVICE"] : [])
      #expect(
        answer.values("Set-Cookie").map { String($0.prefix { $0 != "=" }) } == names.map(stage.spelled), what)
      #expect(
        answer.values("Set-Cookie").allSatisfy { $0.contains("; Path=/;") && $0.hasSuffix(attributes) }, what)
      #expect(answer.token?.split(separator: ".", omittingEmptySubsequences: false).count == 3, what)
    case .cleared:
      #expect(answer.values("Set-Cookie") == Answer.cleared(isHTTPS: driver.isHTTPS), what)
    }
    #expect(!answer.contains("CANARY"), what)
    guard driver.isLocal else { return }
    let own = Array(exchange.more.keys) + answer.values("Set-Cookie").map { _ in "Set-Cookie" }
    #expect(answer.fields.map(\.name).sorted() == (Self.names + own).sorted(), what)
    #expect(answer.value("Content-Length") == "\(document.utf8.count)", what)
    let lines = stage.newLines()
    #expect(lines.count == (exchange.logged == nil ? 0 : 1), "\(what): \(lines)")
    #expect(lines.allSatisfy { $0.hasPrefix(exchange.logged ?? "") }, "\(what): \(lines)")
    #expect(!lines.contains { $0.contains("CANARY") }, "\(what): \(lines)")
  }
}

extension [ContractCase] {
  /// The rows, each by every driver that it is for.
  var played: [Play] {
    flatMap { row in
      Driver.all.filter {
        ($0.isLocal || row.scope == .everywhere) && $0.isHTTPS == row.isHTTPS ?? $0.isHTTPS
      }.map { Play(row: row, driver: $0) }
    }
  }
}
