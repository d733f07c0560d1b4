import Foundation
import Testing

@testable import CGIAuthHarness

/// The whole contract twice in one process of each program, in random order: every answer is the one that a
/// process of its own gives, byte for byte, so no request leaves anything to another.
@Suite(.sharedFastCGI("register", "login", "refresh", "logout", "account", "admin", "protected"))
struct RepetitionTests {
  /// All rows, each once.
  private static let rows: [ContractCase] = [
    Contract.sessions, Contract.registrations, Contract.failures, Contract.logouts, Contract.tokens,
    Contract.methods, Contract.foreignRequests, Contract.ownRequests, Contract.settings, Contract.takenBodies,
    Contract.types, Contract.malformed, Contract.lengths, Contract.fields, Contract.shortPasswords,
    Contract.longPasswords, Contract.printablePasswords, Contract.nearPasswords, Contract.accounts,
    Contract.administration,
  ].flatMap { $0 }

  private static func driver(_ name: String) throws -> Driver {
    try #require(Driver.local.first { $0.testDescription == name })
  }

  /// An answer without what is another's in every answer: tokens are random.
  private static func comparable(_ answer: Answer) -> String {
    let fields = answer.fields.map { field in
      "\(field.name): \(field.value.replacing(/^([\w-]+)=[^;]+;/) { "\($0.1)=…;" })"
    }
    return fields.joined(separator: "\n") + "\n\n" + answer.body + "\n" + answer.errors
  }

  @Test(arguments: [false, true]) func answersAsAProcessOfItsOwn(isHTTPS: Bool) throws {
    let rows = Self.rows.filter { $0.isHTTPS ?? isHTTPS == isHTTPS }
    #expect(rows.count > 150)
    let scheme = isHTTPS ? "https" : "http"
    for row in (rows + rows).shuffled() {
      let user = "u\(UInt64.random(in: .min ... .max))@example.com"
      let stages = try ["process-\(scheme)", "fastcgi-\(scheme)"].map {
        try Stage(Self.driver($0), row.settings, user: user)
      }
      for stage in stages { try stage.prepare(row.given) }
      for (number, exchange) in row.exchanges.enumerated() {
        let answers = try stages.map { Self.comparable(try $0.send(exchange)) }
        #expect(answers[0] == answers[1], "\(row.testDescription), \(number + 1)")
      }
    }
  }
}
