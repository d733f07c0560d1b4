import Foundation
import Glibc
import CGIAuthHarness

/// A session of WebDriver (W3C Recommendation "WebDriver"): a browser of its own, told
/// what to do in JSON over HTTP.
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
    let answer = try send(method, path, body ?? Data())
    if let refusal = try? JSONDecoder().decode(Answer<Refusal>.self, from: answer).value {
      let firstLine = refusal.message.prefix { $0 != "\n" }
      throw Failure(description: "\(method) \(path): \(refusal.error): \(firstLine)")
    }
    do { return try JSONDecoder().decode(Answer<Value>.self, from: answer).value } catch {
      let text = String(decoding: answer, as: UTF8.self)
      throw Failure(description: "\(method) \(path): \(text.prefix(500))")
    }
  }

  /// Sends a request and returns the document of its answer. There are thousands: a curl for each
  /// would cost more than pages do.
  private func send(_ method: String, _ path: String, _ body: Data) throws -> Data {
    guard let parts = URLComponents(string: address + path), let port = parts.port else {
      throw Failure(description: "no address: \(address)")
    }
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var patience = timeval(tv_sec: 300, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let head = "\(method) \(parts.percentEncodedPath) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
    var rest = Array("\(head)Content-Length: \(body.count)\r\n\r\n".utf8)[...] + body
    var isSent = LiveServer.withLoopback(port, { connect(descriptor, $0, $1) }) == 0
    while isSent, !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      isSent = count > 0
      if isSent { rest = rest.dropFirst(count) }
    }
    var answer = Data()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while isSent {
      if let end = answer.firstRange(of: Data("\r\n\r\n".utf8)) {
        let head = String(decoding: answer[..<end.lowerBound], as: UTF8.self).lowercased()
        guard let length = head.firstMatch(of: #/content-length: *(\d+)/#).flatMap({ Int($0.1) }) else {
          throw Failure(description: "\(method) \(path): \(head)")
        }
        if answer.count >= end.upperBound + length { return answer[end.upperBound...].prefix(length) }
      }
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { break }
      answer += buffer[..<count]
    }
    throw Failure(description: "\(method) \(path): no answer, \(String(cString: strerror(errno)))")
  }

  /// Sends a command whose result is nothing.
  func command(_ path: String, method: String? = nil, _ parameters: [String: Any]? = nil) throws {
    _ = try command(path, method: method, parameters, as: Ignored.self)
  }
}
