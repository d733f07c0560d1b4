/// The configuration file: one `key = value` a line (`TextLine`).
///
/// Values are taken as they stand: no quotes, no escapes, no comment behind them.
struct ConfigurationFile {
  static let defaultName = "auth.conf"
  /// A longer file is refused.
  static let maxBytes = 1 << 16

  /// One setting of the file.
  struct Line {
    let key: [UInt8]
    let value: [UInt8]
    /// Counted from 1.
    let number: Int
    /// The file's name, without its folder.
    let file: String
  }

  let lines: [Line]

  /// Whether there is a setting of a name.
  typealias IsKnown = (_ key: [UInt8]) -> Bool

  /// Reads a file that must be there.
  init(required path: String, _ isKnown: IsKnown) throws(ConfigurationError) {
    guard let file = try ConfigurationFile(optional: path, isKnown) else {
      throw ConfigurationError(.variable("AUTH_CONF"), "names a file that is not there")
    }
    self = file
  }

  /// Reads a file, or returns nil where there is none.
  init?(optional path: String, _ isKnown: IsKnown) throws(ConfigurationError) {
    let content: [UInt8]?
    let name: String
    let isTrusted: Bool
    do {
      guard let file = try File.openIfPresent(path) else { return nil }
      name = file.name
      let status = try file.status()
      isTrusted = TrustedOwner.owns(status)
      // It may hold the secret.
      if name.isEqual(to: Self.defaultName) { file.keepFromOthers(status) }
      content = try file.readAll(maxBytes: Self.maxBytes)
    } catch {
      throw ConfigurationError(.file(File.name(ofPath: path)), "cannot be read: \(error.text)")
    }
    guard isTrusted else {
      throw ConfigurationError(
        .file(name), "belongs to another user than root, the one this runs as and the owner of the program",
        .owner)
    }
    guard let content else {
      throw ConfigurationError(.file(name), "has more than \(Self.maxBytes) bytes")
    }
    try self.init(content: content, name: name, isKnown)
  }

  /// Reads a file's content.
  init(content: [UInt8], name: String, _ isKnown: IsKnown) throws(ConfigurationError) {
    var lines: [Line] = []
    for line in TextLine.lines(of: content) {
      let place = ConfigurationError.Place.line(line.number, of: name)
      guard let (word, value) = line.assignment else { throw ConfigurationError(place, "is not key = value") }
      let key = Array(word)
      guard isKnown(key) else { throw ConfigurationError(place, "unknown key") }
      if let earlier = lines.first(where: { $0.key == key }) {
        throw ConfigurationError(
          place, "\(String(decoding: key, as: UTF8.self)) stands in line \(earlier.number) already")
      }
      lines.append(Line(key: key, value: Array(value), number: line.number, file: name))
    }
    self.lines = lines
  }
}
