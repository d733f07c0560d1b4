@testable import CGIAuthCore

extension Refusal {
  /// The reason word, a failure's that of its log line.
  var reason: String {
    failure.map { String($0.logLine.prefix { $0 != " " }) } ?? word.description
  }
}
