import CGIAuthLibC

/// A file of passwords that are refused (`password_blocklist`), one a line, in any order, of any size: it is
/// read through a buffer of `bufferBytes`, each time a password is chosen. Lines may end in CR LF, and a
/// UTF-8 byte order mark may come first.
package struct PasswordBlocklist: Hashable {
  static let bufferBytes = 1 << 16

  let path: String

  /// Whether a password is in the file, but for the case of ASCII letters.
  ///
  /// - Throws: where the file cannot be read, or is no file.
  func contains(_ password: Password) throws(ConfigurationError) -> Bool {
    do { return try search(password.asciiLowercased) } catch {
      throw ConfigurationError(.setting("password_blocklist"), "cannot be read: \(error.text)")
    }
  }

  private func search(_ wanted: [UInt8]) throws(SystemError) -> Bool {
    // Without O_NONBLOCK, a named pipe would wait here for whoever writes into it.
    let file = try File.open(path, O_RDONLY | O_NONBLOCK)
    guard try file.status().fileType == .regular else {
      throw SystemError(operation: "open \(file.name)", code: EINVAL)
    }
    var line = LineMatch(wanted)
    var chunk = try file.read(maxBytes: Self.bufferBytes).withoutByteOrderMark
    while !chunk.isEmpty {
      if line.ends(in: chunk) { return true }
      chunk = try file.read(maxBytes: Self.bufferBytes)[...]
    }
    return line.isWhole
  }
}

/// Compares lines that arrive in pieces with one that is wanted.
private struct LineMatch {
  /// The wanted line, and the CR that may follow it.
  private let wanted: [UInt8]
  /// How much of the present line has come and is as wanted; nil where something else came.
  private var matched: Int? = 0

  init(_ line: [UInt8]) { wanted = line + [UInt8(ascii: "\r")] }

  /// Whether the present line is the wanted one, were it to end here.
  var isWhole: Bool {
    guard let matched else { return false }
    return matched >= wanted.count - 1
  }

  /// Takes the next bytes.
  ///
  /// - Returns: whether a line that is the wanted one ends in them.
  mutating func ends(in bytes: ArraySlice<UInt8>) -> Bool {
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        if isWhole { return true }
        matched = 0
      } else if let count = matched {
        matched = count < wanted.count && byte.asciiLowercased == wanted[count] ? count + 1 : nil
      }
    }
    return false
  }
}
