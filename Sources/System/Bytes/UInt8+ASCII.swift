import CGIAuthLibC

/// Byte-wise ASCII rules that HTTP's grammars share. Bytes, not characters: to Swift, CR LF is one character.
///
/// Inlinable, because the generic ones would otherwise find out at run time, in every
/// process, what they work on.
extension UInt8 {
  /// Whether this is a letter or digit of ASCII.
  @inlinable package var isASCIIAlphanumeric: Bool { isASCIIDigit || isASCIILetter }

  /// Whether this is `0` to `9`.
  @inlinable package var isASCIIDigit: Bool { (0x30...0x39).contains(self) }

  /// Whether this is `A` to `Z` or `a` to `z`.
  @inlinable package var isASCIILetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }

  /// Whether this is a control character: 0x00 to 0x1F or 0x7F (RFC 5234 appendix B.1).
  @inlinable package var isASCIIControl: Bool { self < 0x20 || self == 0x7F }

  /// Whether this may stand in a token (RFC 9110 section 5.6.2).
  @inlinable package var isTokenCharacter: Bool {
    switch self {
    case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E...0x60, 0x7C, 0x7E: true
    default: isASCIIAlphanumeric
    }
  }

  /// This byte with `A` to `Z` in lower case.
  @inlinable package var asciiLowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }

  /// The value of this hexadecimal digit, or nil.
  @inlinable package var hexDigitValue: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x41 + 10
    case 0x61...0x66: self - 0x61 + 10
    default: nil
    }
  }
}

extension Collection<UInt8> {
  /// Whether this is a token (RFC 9110 section 5.6.2): not empty, token characters only.
  @inlinable package var isToken: Bool { !isEmpty && allSatisfy { $0.isTokenCharacter } }

  /// The bytes with `A` to `Z` in lower case.
  @inlinable package var asciiLowercased: [UInt8] { map { $0.asciiLowercased } }

  /// Whether the bytes are those of `text`, byte for byte.
  package func isEqual(to text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount && text.withUTF8Buffer { elementsEqual($0) }
  }

  /// Whether the bytes are those of `lowercase`, a lower-case literal, but for the case of ASCII letters.
  @inlinable package func isEqualIgnoringASCIICase(to lowercase: StaticString) -> Bool {
    lowercase.withUTF8Buffer { elementsEqual($0) { $0.asciiLowercased == $1 } }
  }
}

extension [UInt8] {
  /// Adds a text's bytes, as a whole.
  mutating func add(_ text: StaticString) {
    text.withUTF8Buffer { append(contentsOf: UnsafeRawBufferPointer($0)) }
  }

  /// Adds a text's bytes, as a whole.
  mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { append(contentsOf: UnsafeRawBufferPointer($0)) }
  }

  /// Whether the first bytes are those of `prefix`.
  package func begins(with prefix: StaticString) -> Bool { prefix.withUTF8Buffer { has($0, at: 0) } }

  /// Whether the bytes are those of `text`, byte for byte.
  package func isEqual(to text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount && begins(with: text)
  }

  /// Whether these bytes stand at a place. A loop, which takes half of what `elementsEqual` does.
  package func has(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
    guard offset + bytes.count <= count else { return false }
    for index in 0..<bytes.count where self[offset + index] != bytes[index] { return false }
    return true
  }

  /// Whether these bytes stand anywhere in it.
  package func contains(bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { part in
      part.isEmpty || indices.contains { self[$0] == part[0] && has(part, at: $0) }
    }
  }

  /// Whether this is valid UTF-8 (RFC 3629). ASCII, which most of it is, is told at once.
  package var isUTF8: Bool { allSatisfy { $0 < 0x80 } || String(validating: self, as: UTF8.self) != nil }
}

extension ArraySlice<UInt8> {
  /// Whether the bytes are those of a text.
  func isEqual(to text: String) -> Bool {
    var text = text
    return text.withUTF8 { text in withUnsafeBytes { $0.isEqual(to: UnsafeRawBufferPointer(text)) } }
  }

  /// The bytes on their own. Embedded Swift's `Array(_:)` copies a slice byte by byte.
  @inline(never)
  package var array: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { target, filled in
      filled = target.copy(self, to: 0)
    }
  }

  /// The first place of a byte (memchr(3)), or nil.
  package func place(of byte: UInt8) -> Int? {
    withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress, let found = memchr(start, Int32(byte), count) else { return nil }
      return startIndex + (UnsafeRawPointer(found) - start)
    }
  }

  /// Whether one of the bytes is this one.
  package func has(_ byte: UInt8) -> Bool { place(of: byte) != nil }
}

extension UnsafeRawBufferPointer {
  /// Whether the bytes are the same: a comparison as a whole (memcmp(3)).
  func isEqual(to other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count, let one = baseAddress, let two = other.baseAddress else {
      return isEmpty && other.isEmpty
    }
    return memcmp(one, two, count) == 0
  }
}

extension UnsafeMutableBufferPointer<UInt8> {
  /// Copies bytes to a place, as a whole.
  ///
  /// - Returns: the place behind them.
  fileprivate func copy(_ bytes: ArraySlice<UInt8>, to place: Int) -> Int {
    let target = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(self)[place...])
    bytes.withUnsafeBytes { target.copyMemory(from: $0) }
    return place + bytes.count
  }
}

extension BidirectionalCollection<UInt8> {
  /// The bytes without the spaces and tabs around them (OWS, RFC 9110 section 5.6.3).
  @inlinable package var trimmingOptionalWhitespace: SubSequence {
    var rest = self[...]
    while let byte = rest.first, byte == 0x20 || byte == 0x09 { rest.removeFirst() }
    while let byte = rest.last, byte == 0x20 || byte == 0x09 { rest.removeLast() }
    return rest
  }
}

extension StaticString {
  /// Whether the bytes are the same.
  package func isEqual(to other: StaticString) -> Bool {
    withUTF8Buffer { bytes in other.withUTF8Buffer { bytes.elementsEqual($0) } }
  }
}

/// Lets `switch` look through words that are bytes.
package func ~= (word: StaticString, bytes: [UInt8]) -> Bool { bytes.isEqual(to: word) }

extension String {
  /// Whether the bytes are those of `other`. Unlike `==`, to which two spellings of a letter are one: that is
  /// not meant for addresses and names, and takes Unicode's tables.
  package func isEqual(to other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    return utf8.withContiguousStorageIfAvailable { own in
      other.utf8.withContiguousStorageIfAvailable {
        UnsafeRawBufferPointer(own).isEqual(to: UnsafeRawBufferPointer($0))
      }
    } == .some(.some(true))
  }

  /// Whether the bytes are those of one of these words.
  package func isOne(of words: some Sequence<some Collection<UInt8>>) -> Bool {
    words.contains { $0.elementsEqual(utf8) }
  }

  /// Whether the first bytes are those of `prefix`.
  package func begins(with prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }
}

extension CaseIterable where Self: RawRepresentable<String> {
  /// The case whose raw value has these bytes, or nil.
  package init?(word: some Collection<UInt8>) {
    guard let found = Self.allCases.first(where: { $0.rawValue.utf8.elementsEqual(word) }) else { return nil }
    self = found
  }
}

/// The number that decimal digits spell, or nil where there are none, other bytes, or it does not fit.
@inlinable package func wholeNumber(_ digits: some Collection<UInt8>) -> Int? {
  guard !digits.isEmpty else { return nil }
  var number = 0
  for digit in digits {
    guard digit.isASCIIDigit else { return nil }
    let (tenfold, overflow) = number.multipliedReportingOverflow(by: 10)
    let (next, carry) = tenfold.addingReportingOverflow(Int(digit - 0x30))
    guard !overflow, !carry else { return nil }
    number = next
  }
  return number
}
