import Foundation
import CGIAuthTestSupport

/// A session of WebDriver (W3C Recommendation "WebDriver"): a browser of its own, told what to do in JSON over HTTP.
struct WebDriver: Sendable {
  /// The driver's address with the session's path, or without one before there is a session.
  let address: String

  /// What a command was answered with instead of a result.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private struct Answer<Value: Decodable>: Decodable {
    let value: Value
  }

  private struct Refusal: Decodable {
    let error, message: String
  }

  /// A result that nobody asks for.
  struct Ignored: Decodable {
    init(from decoder: any Decoder) {}
  }

  /// Sends a command and returns the `value` of its answer.
  ///
  /// - Parameters:
  ///   - path: behind the session's, such as `/url`.
  ///   - parameters: what the command takes, as JSONSerialization has it; nil for commands by GET or DELETE.
  func command<Value: Decodable>(
    _ path: String, method: String? = nil, _ parameters: [String: Any]? = nil, as type: Value.Type
  ) throws -> Value {
    let body = try parameters.map { try JSONSerialization.data(withJSONObject: $0) }
    let method = method ?? (body == nil ? "GET" : "POST")
    let arguments = ["-sS", "--max-time", "300", "--noproxy", "*", "-X", method, "-H", "Expect:"]
    let result = try Tool.curl.result(
      arguments + (body == nil ? [] : ["--data-binary", "@-"]) + [address + path],
      input: Array(body ?? Data()))
    let answer = Data(result.output)
    if let refusal = try? JSONDecoder().decode(Answer<Refusal>.self, from: answer).value {
      let firstLine = refusal.message.prefix { $0 != "\n" }
      throw Failure(description: "\(method) \(path): \(refusal.error): \(firstLine)")
    }
    do { return try JSONDecoder().decode(Answer<Value>.self, from: answer).value } catch {
      throw Failure(description: "\(method) \(path): \(result.errors)\(result.text.prefix(500))")
    }
  }

  /// Sends a command whose result is nothing.
  func command(_ path: String, method: String? = nil, _ parameters: [String: Any]? = nil) throws {
    _ = try command(path, method: method, parameters, as: Ignored.self)
  }
}
