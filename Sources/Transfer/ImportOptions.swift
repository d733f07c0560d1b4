package import CGIAuthCore

/// What an import takes, and what it makes of it.
package struct ImportOptions: Sendable {
  /// What comes behind the `@` of names that have none; nil where those are not taken.
  package var domain: [UInt8]?
  /// Whether groups come along.
  package var takesGroups = false
  /// Whether accounts whose hash is not taken are made without a password.
  package var makesWithoutPasswords = false
  /// Whether nothing is written.
  package var isTrial = false
  /// The group of the administrators: no import puts anybody into it.
  let administrators: [UInt8]

  /// What is asked for by nothing: hashes that are verified here, and no groups.
  package init(_ administrators: Administrators) {
    self.administrators = Array(administrators.groupName.utf8)
  }

  /// The options as one word, to go on later only with the same.
  var word: String {
    "\(takesGroups ? "g" : "-")\(makesWithoutPasswords ? "w" : "-")\(isTrial ? "t" : "-")"
      + "\(domain.map { String(decoding: $0, as: UTF8.self) } ?? "")"
  }
}

/// Who is in which groups, by a file of Apache's `AuthGroupFile`: `group: name name`.
package struct GroupsFile {
  /// The most bytes of the file.
  private static let maxBytes = 1 << 24

  private var groups: [[UInt8]: [[UInt8]]] = [:]

  /// Reads a file. Lines of one group add up.
  package init(_ file: File) throws(ImportError) {
    guard let content = try ImportError.taking(file: try file.readAll(maxBytes: Self.maxBytes)) else {
      throw .unusable(.groupsMalformed)
    }
    for line in TextLine.lines(of: content) {
      guard let colon = line.text.firstIndex(of: UInt8(ascii: ":")) else { throw .unusable(.groupsMalformed) }
      let group = line.text[..<colon].trimmingOptionalWhitespace.array
      for name in line.text[(colon + 1)...].split(whereSeparator: { $0 == 0x20 || $0 == 0x09 }) {
        groups[name.array, default: []].append(group)
      }
    }
  }

  func groups(of name: [UInt8]) -> [[UInt8]] { groups[name] ?? [] }
}
