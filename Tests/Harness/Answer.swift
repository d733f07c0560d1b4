import Foundation

/// What a program answered: a function, a process over standard output, or a real web server over HTTP.
public struct Answer: Sendable, CustomStringConvertible {
  /// The status code.
  public let status: Int
  /// The header fields in their order, names as they were written. A CGI program's `Status` is among them.
  public let fields: [(name: String, value: String)]
  /// The document.
  public let bytes: [UInt8]
  /// What went to the web server's log, where that is known.
  public let errors: String

  /// Bytes that nobody could read as an answer.
  public struct Unreadable: Error, CustomStringConvertible {
    /// What is wrong with them.
    public let description: String
  }

  /// Reads a CGI program's output as a web server does (RFC 3875 section 6).
  public init(cgi output: [UInt8], errors: String = "") throws {
    let (head, document) = try Self.parts(output, lineEnd: "\n")
    fields = try head.map { line in
      guard let colon = line.range(of: ": ") else { throw Unreadable(description: "field \(line)") }
      return (String(line[..<colon.lowerBound]), String(line[colon.upperBound...]))
    }
    guard let code = fields.first(where: { $0.name == "Status" })?.value.prefix(3), let status = Int(code)
    else { throw Unreadable(description: "no status in \(head)") }
    (self.status, bytes, self.errors) = (status, document, errors)
  }

  /// Reads the output of a CGI program that ended as it should.
  public init(_ result: CommandResult) throws {
    guard result.status == 0 else {
      throw Unreadable(
        description: "status \(result.status), output \(result.text), errors \(result.errors)")
    }
    try self.init(cgi: result.output, errors: result.errors)
  }

  /// Reads what an HTTP client got; interim answers (1xx) before it are passed over.
  public init(http received: [UInt8]) throws {
    let (head, document) = try Self.parts(received, lineEnd: "\r\n")
    let words = head[0].split(separator: " ")
    guard words.count >= 2, words[0].hasPrefix("HTTP/"), let status = Int(words[1]) else {
      throw Unreadable(description: "status line \(head[0])")
    }
    if (100..<200).contains(status) {
      self = try Answer(http: document)
      return
    }
    fields = try head.dropFirst().map { line in
      guard let colon = line.firstIndex(of: ":") else { throw Unreadable(description: "field \(line)") }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      return (String(line[..<colon]), value)
    }
    (self.status, bytes, errors) = (status, document, "")
  }

  /// The lines of the document that are `NAME=value`.
  public var variables: [String: String] {
    Dictionary(
      body.split(separator: "\n").compactMap { line in
        line.firstIndex(of: "=").map { (String(line[..<$0]), String(line[line.index(after: $0)...])) }
      }, uniquingKeysWith: { "\($0) and \($1)" })
  }

  /// The lines of the header, and what follows the empty one.
  private static func parts(_ all: [UInt8], lineEnd: String) throws -> (head: [String], document: [UInt8]) {
    let end = Array((lineEnd + lineEnd).utf8)
    guard let place = all.indices.first(where: { all[$0...].starts(with: end) }) else {
      throw Unreadable(description: "no end of a header: \(String(decoding: all, as: UTF8.self))")
    }
    let head = String(decoding: all[..<place], as: UTF8.self).components(separatedBy: lineEnd)
    return (head, Array(all[(place + end.count)...]))
  }

  /// The document as text.
  public var body: String { String(decoding: bytes, as: UTF8.self) }

  /// All of it: what a client that wants to tell two answers apart has.
  public var output: String { fields.map { "\($0.name): \($0.value)\n" }.joined() + "\n" + body }

  /// Its beginning.
  public var description: String { "\(status) \(body.prefix(200))" }

  /// The values of a field, whatever the case of its name.
  public func values(_ name: String) -> [String] {
    fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
  }

  /// The value of a field that must stand exactly once, else nil.
  public func value(_ name: String) -> String? { values(name).count == 1 ? values(name)[0] : nil }

  /// The fields of these names, those that are not there left out.
  public func fields(_ names: [String]) -> [String: [String]] {
    Dictionary(names.map { ($0, values($0)) }) { $1 }.filter { !$0.value.isEmpty }
  }

  /// Whether a text is anywhere in it.
  public func contains(_ text: String) -> Bool { output.contains(text) }

  /// `message` of our programs' JSON, which has no escapes in it; nil where the body is something else.
  public var message: String? { body.wholeMatch(of: Self.document)?.1.description }

  /// `reason` of the same; nil where it has none.
  public var reason: String? { body.wholeMatch(of: Self.document)?.2?.description }

  nonisolated(unsafe) private static let document =
    #/{"message":"([^"]*)"(?:,"reason":"([a-z-]+)")?}/#

  /// The field that sets the cookie of the access token; nil where none is set.
  public var setCookie: String? {
    values("Set-Cookie").first { field in
      !["Refresh", "Device", "Language", "Address", "Ticket", "Mail"].contains {
        field.prefix { $0 != "=" }.hasSuffix($0)
      }
    }
  }

  /// The fields that take the cookies of a session away.
  public static func cleared(isHTTPS: Bool = false) -> [String] {
    ["authToken", "authRefresh"].map {
      (isHTTPS ? "__Host-" : "") + "\($0)=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict"
        + (isHTTPS ? "; Secure" : "")
    }
  }

  /// `name=value` of the access token's cookie, as a browser sends it back; empty where none is set.
  public var cookie: String { Self.pair(setCookie ?? "") }

  /// The same of all cookies that are set, as one Cookie field.
  public var cookies: String {
    values("Set-Cookie").map(Self.pair).filter { !$0.hasSuffix("=") }.joined(separator: "; ")
  }

  /// `name=value` of the cookie whose name ends like this; empty where it is not set.
  public func cookie(_ ending: String) -> String {
    values("Set-Cookie").map(Self.pair).first { $0.prefix { $0 != "=" }.hasSuffix(ending) } ?? ""
  }

  private static func pair(_ field: String) -> String { String(field.prefix { $0 != ";" }) }

  /// The token in it, or nil.
  public var token: String? {
    cookie.firstIndex(of: "=").map { String(cookie[cookie.index(after: $0)...]) }
  }

  /// What every answer of the programs to other programs must have and this has not.
  public var missingProtection: [String] {
    let required = [
      ("Cache-Control", "no-store"), ("Vary", "Cookie"), ("X-LiteSpeed-Cache-Control", "no-cache"),
      ("X-Content-Type-Options", "nosniff"),
      ("Content-Type", "application/json"),
      (
        "Content-Security-Policy",
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
      ),
    ]
    return required.filter { value($0.0) != $0.1 }.map(\.0)
  }
}
