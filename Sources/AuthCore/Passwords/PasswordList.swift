/// A list of passwords that are refused, searched where it lies in the program:
/// nothing is built from it first.
public struct PasswordList: Sendable {
  private let text: StaticString

  /// A list: a password a line, ASCII letters in lower case, in the order of their bytes.
  public init(sorted text: StaticString) { self.text = text }

  /// A list of nothing.
  public static let none = PasswordList(sorted: "")

  /// Whether a password is in the list, but for the case of ASCII letters.
  func contains(_ password: Password) -> Bool {
    let wanted = password.asciiLowercased
    return text.withUTF8Buffer { list in
      // The lines from `start` up to `end`, both at the beginning of a line, may hold it.
      var start = 0
      var end = list.count
      while start < end {
        let middle = (start + end) / 2
        let line = list[start..<middle].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? start
        let lineEnd = list[middle..<end].firstIndex(of: UInt8(ascii: "\n")) ?? end
        let found = list[line..<lineEnd]
        if found.elementsEqual(wanted) { return true }
        if found.lexicographicallyPrecedes(wanted) { start = lineEnd + 1 } else { end = line }
      }
      return false
    }
  }

  /// Every line.
  var lines: [[UInt8]] {
    text.withUTF8Buffer { $0.split(separator: UInt8(ascii: "\n")).map(Array.init) }
  }
}
