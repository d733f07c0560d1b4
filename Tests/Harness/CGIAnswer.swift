import Foundation

/// What a CGI program answered, read as a web server reads it (RFC 3875 section 6).
public struct CGIAnswer: Sendable {
  /// The status code.
  public let status: Int
  /// The header fields in their order, `Status` among them, names as they were written.
  public let fields: [(name: String, value: String)]
  /// The document.
  public let body: String
  /// What went to the web server's log.
  public let errors: String

  /// Output that no web server could read.
  public struct Unreadable: Error, CustomStringConvertible {
    /// What is wrong with it.
    public let description: String
  }

  /// Reads a program's output.
  public init(_ result: CommandResult) throws {
    let text = result.text
    guard result.status == 0, let end = text.range(of: "\n\n") else {
      throw Unreadable(
        description: "status \(result.status), output \(text.debugDescription), errors \(result.errors)")
    }
    fields = try text[..<end.lowerBound].split(separator: "\n", omittingEmptySubsequences: false).map {
      line in
      guard let colon = line.range(of: ": ") else { throw Unreadable(description: "field \(line)") }
      return (String(line[..<colon.lowerBound]), String(line[colon.upperBound...]))
    }
    body = String(text[end.upperBound...])
    errors = result.errors
    guard let code = fields.first(where: { $0.name == "Status" })?.value.prefix(3), let status = Int(code)
    else {
      throw Unreadable(description: "no status in \(text)")
    }
    self.status = status
  }

  /// The values of a field.
  public func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  /// The value of a field that must stand exactly once, else nil.
  public func value(_ name: String) -> String? { values(name).count == 1 ? values(name)[0] : nil }

  /// The token in `Set-Cookie`, or nil.
  public var token: String? {
    guard let cookie = value("Set-Cookie"), let equals = cookie.firstIndex(of: "=") else { return nil }
    return String(cookie[cookie.index(after: equals)...].prefix { $0 != ";" })
  }
}
