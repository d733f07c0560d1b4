import CGIAuthHarness
import Testing

/// A row of the contract: what is there, and what is asked and answered then, one after the other.
struct ContractCase: Sendable, CustomTestStringConvertible {
  /// What is there before.
  enum Given: Sendable {
    case nobody
    /// `USER` has an account.
    case user
    /// `USER` is logged in by `TOKEN`.
    case session
    /// And somebody else by `OTHER`.
    case sessions
  }

  /// Which drivers it has.
  enum Scope: Sendable {
    case everywhere
    /// No server can send it, or none makes a difference to it.
    case withoutServers
  }

  let testDescription: String
  let given: Given
  let exchanges: [Exchange]
  var scope = Scope.everywhere
  /// Whether it is about HTTPS alone, or about HTTP alone.
  var isHTTPS: Bool?
  /// Settings of the site. Not under servers.
  var settings: [String: String] = [:]

  /// A row.
  init(_ description: String, _ given: Given = .nobody, _ exchanges: Exchange...) {
    testDescription = description
    self.given = given
    self.exchanges = exchanges
  }

  /// The row without servers.
  var local: ContractCase {
    var copy = self
    copy.scope = .withoutServers
    return copy
  }

  /// The row by HTTPS alone, or by HTTP alone.
  func byHTTPS(_ isHTTPS: Bool) -> ContractCase {
    var copy = self
    copy.isHTTPS = isHTTPS
    return copy
  }

  /// The row on a site with these settings.
  func set(_ settings: [String: String]) -> ContractCase {
    var copy = local
    copy.settings = settings
    return copy
  }

  /// The same request of several programs, and its answer.
  static func each(
    _ programs: [String], _ description: String, _ exchange: (_ program: String) -> Exchange
  ) -> [ContractCase] {
    programs.map { ContractCase("\($0): \(description)", .nobody, exchange($0)) }
  }
}
