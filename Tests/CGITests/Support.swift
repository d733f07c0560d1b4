@testable import CGIAuthCore

/// A request with these variables, REQUEST_METHOD aside.
func request(
  _ variables: [String: String] = [:], method: String = "POST", body: BodySource = .bytes([])
) throws(RequestError) -> Request {
  try Request(
    environment: Environment(variables.merging(["REQUEST_METHOD": method]) { $1 }), body: body)
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
