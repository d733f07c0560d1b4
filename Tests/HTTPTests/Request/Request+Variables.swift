@testable import CGIAuthCore
@testable import CGIAuthHarness

extension Request {
  /// A request with these variables, REQUEST_METHOD aside.
  static func made(
    _ variables: [String: String] = [:], method: String = "POST", body: BodySource = .bytes([])
  ) throws(RequestError) -> Request {
    try Request(
      environment: Environment(variables.merging(["REQUEST_METHOD": method]) { $1 }), body: body)
  }
}
