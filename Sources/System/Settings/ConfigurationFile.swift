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
    /// Which setting that is, as `Find` says.
    let setting: Int
    let value: [UInt8]
    /// Counted from 1.
    let number: Int
    /// The file's name, without its folder.
    let file: String
  }

  let lines: [Line]

  /// The place of a setting in the list of all; nil where there is none of the name.
  typealias Find = (_ key: [UInt8]) -> Int?

  /// Reads a file that must be there.
  init(required path: String, _ find: Find) throws(ConfigurationError) {
    guard let file = try ConfigurationFile(optional: path, find) else {
      throw ConfigurationError(.variable("AUTH_CONF"), "names a file that is not there")
    }
    self = file
  }

  /// Reads a file, or returns nil where there is none.
  init?(optional path: String, _ find: Find) throws(ConfigurationError) {
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
      throw ConfigurationError(
        .file(File.name(ofPath: path)), "cannot be read: \(error.text)",
        error.isForPermissions ? .ofPermissions : .value)
    }
    guard isTrusted else {
      throw ConfigurationError(
        .file(name), "belongs to another user than root, the one this runs as and the owner of the program",
        .owner)
    }
    guard let content else {
      throw ConfigurationError(.file(name), "has more than \(Self.maxBytes) bytes")
    }
    try self.init(content: content, name: name, find)
  }

  /// Reads a file's content.
  init(content: [UInt8], name: String, _ find: Find) throws(ConfigurationError) {
    var lines: [Line] = []
    for line in TextLine.lines(of: content) {
      let place = ConfigurationError.Place.line(line.number, of: name)
      guard let (word, value) = line.assignment else { throw ConfigurationError(place, "is not key = value") }
      let key = Array(word)
      guard let setting = find(key) else { throw ConfigurationError(place, "unknown key") }
      if let earlier = lines.first(where: { $0.setting == setting }) {
        throw ConfigurationError(
          place, "\(String(decoding: key, as: UTF8.self)) stands in line \(earlier.number) already")
      }
      lines.append(Line(key: key, setting: setting, value: Array(value), number: line.number, file: name))
    }
    self.lines = lines
  }
}
