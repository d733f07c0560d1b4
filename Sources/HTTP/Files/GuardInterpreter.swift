import CGIAuthLibC

/// An interpreter for files of a suffix (`guard_interpreter`).
package struct GuardInterpreter: Hashable {
  /// In lower case, with its dot.
  package let suffix: [UInt8]
  /// The program's path.
  let program: [UInt8]

  /// Reads `.php /usr/bin/php-cgi`, or returns nil.
  init?(_ text: ArraySlice<UInt8>) {
    let words = text.split { $0 == 0x20 || $0 == 0x09 }.map { Array($0) }
    guard words.count == 2, words[0].count > 1, words[0].first == UInt8(ascii: "."),
      words[0].dropFirst().allSatisfy({ $0.isASCIIAlphanumeric }), words[1].first == UInt8(ascii: "/")
    else { return nil }
    suffix = words[0].asciiLowercased
    program = words[1]
  }
}
