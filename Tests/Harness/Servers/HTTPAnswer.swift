import Foundation

/// What came back to an HTTP client.
public struct HTTPAnswer: Sendable {
  /// The status code.
  public let status: Int
  /// The header fields in their order.
  public let fields: [(name: String, value: String)]
  /// The document.
  public let body: String

  /// Bytes that are no HTTP answer.
  public struct Unreadable: Error, CustomStringConvertible {
    /// What is wrong with them.
    public let description: String
  }

  /// Reads one answer; interim ones (1xx) before it are passed over.
  public init(_ text: String) throws {
    guard let end = text.range(of: "\r\n\r\n"), text.hasPrefix("HTTP/") else {
      throw Unreadable(description: "no HTTP answer: \(text.debugDescription)")
    }
    let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count >= 2, let status = Int(words[1]) else {
      throw Unreadable(description: "status line \(lines[0])")
    }
    let rest = String(text[end.upperBound...])
    if (100..<200).contains(status) {
      self = try HTTPAnswer(rest)
      return
    }
    self.status = status
    body = rest
    fields = try lines.dropFirst().map { line in
      guard let colon = line.firstIndex(of: ":") else { throw Unreadable(description: "field \(line)") }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      return (String(line[..<colon]), value)
    }
  }

  /// The values of a field, whatever the case of its name.
  public func values(_ name: String) -> [String] {
    fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
  }

  /// The value of a field that must stand exactly once, else nil.
  public func value(_ name: String) -> String? { values(name).count == 1 ? values(name)[0] : nil }

  /// The text of `message` in a JSON answer of our programs.
  public var message: String? {
    try? JSONDecoder().decode([String: String].self, from: Data(body.utf8))["message"]
  }

  /// The token in `Set-Cookie`, or nil.
  public var token: String? {
    guard let cookie = value("Set-Cookie"), let equals = cookie.firstIndex(of: "=") else { return nil }
    return String(cookie[cookie.index(after: equals)...].prefix { $0 != ";" })
  }

  /// What every answer of the programs must have and this has not.
  public var missingProtection: [String] {
    let required = [
      ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
      ("Content-Type", "application/json"),
      (
        "Content-Security-Policy",
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
      ),
    ]
    return required.filter { value($0.0) != $0.1 }.map(\.0)
  }
}
