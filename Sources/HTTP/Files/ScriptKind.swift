package import CGIAuthLibC

/// Whether a file is sent or run.
package enum ScriptKind: Hashable {
  /// It is sent.
  case file
  /// The kernel runs it.
  case executable
  /// This program runs it.
  case interpreted(by: [UInt8])
  /// It is neither: it would be run if it could be, or is an editor's copy of something that is.
  case source

  /// Decides by the name, the permissions and the first bytes.
  ///
  /// - Parameters:
  ///   - mode: as stat(2) has it.
  ///   - beginning: the first bytes, `sniffedBytes` of them where there are so many.
  package init(name: [UInt8], mode: mode_t, beginning: [UInt8], interpreters: [GuardInterpreter]) {
    let lowercase = name.asciiLowercased
    let isExecutable = mode & 0o111 != 0
    if let interpreter = interpreters.first(where: { lowercase.ends(with: $0.suffix) }) {
      self = .interpreted(by: interpreter.program)
    } else if isExecutable, beginning.starts(with: "#!".utf8) || beginning.starts(with: "\u{7F}ELF".utf8) {
      self = .executable
    } else if Self.isSource(beginning) || Self.isNameOfSource(lowercase, interpreters) {
      self = .source
    } else {
      self = .file
    }
  }

  package static let sniffedBytes = 64

  /// Whether a file begins as scripts do.
  private static func isSource(_ beginning: [UInt8]) -> Bool {
    let text = beginning.withoutByteOrderMark
    let code = text.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    return text.starts(with: "#!".utf8) || code.prefix(5).isEqualIgnoringASCIICase(to: "<?php")
      || code.starts(with: "<?=".utf8) || isShortTag(code)
  }

  /// Whether text begins with PHP's short tag. XML has a name behind `<?`.
  private static func isShortTag(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.starts(with: "<?".utf8), let next = text.dropFirst(2).first else { return false }
    return next == 0x20 || (0x09...0x0D).contains(next)
  }

  /// The suffixes of what web servers run. A version may follow: `.php81`.
  private static let suffixes: [StaticString] = [
    "cgi", "fcgi", "pl", "pm", "plx", "py", "pyc", "pyo", "wsgi", "rb", "sh", "bash", "php", "phtml",
    "phps", "pht", "phar", "inc", "asp", "aspx", "ashx", "jsp", "jspx", "lua", "tcl", "cfm", "shtml",
  ]

  /// What editors and administrators put behind the name of a copy.
  private static let copySuffixes: [StaticString] = [
    "bak", "backup", "old", "orig", "original", "save", "saved", "sav", "swp", "swo", "swn", "tmp", "temp",
    "copy",
    "dist", "rej", "new", "disabled", "off", "sample", "example", "prev", "kopie",
  ]

  /// Whether a name is that of a script or of a copy of one: `x.php`, `x.php~`, `x.php.bak`,
  /// `x.php_old`, `#x.php#`, `x.php.2024-01-01`. A suffix that says what a file is, as in `x.pl.html`,
  /// counts more than one before it.
  package static func isNameOfSource(_ lowercase: [UInt8], _ interpreters: [GuardInterpreter] = []) -> Bool {
    var parts = lowercase.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).dropFirst()
    while let part = parts.popLast() {
      let word = part.prefix(while: { $0.isASCIIAlphanumeric })
      let unnumbered = word.reversed().drop(while: { $0.isASCIIDigit }).reversed()
      if suffixes.contains(where: { unnumbered.isEqual(to: $0) })
        || interpreters.contains(where: { word.elementsEqual($0.suffix.dropFirst()) })
      {
        return true
      }
      let isCopy = unnumbered.isEmpty || copySuffixes.contains { unnumbered.isEqual(to: $0) }
      guard isCopy else { return false }
    }
    return false
  }
}

extension [UInt8] {
  fileprivate func ends(with tail: [UInt8]) -> Bool {
    count >= tail.count && suffix(tail.count).elementsEqual(tail)
  }
}
