/// What a Range field asks for of a file of known length (RFC 9110 section 14.2).
enum RangeRequest: Hashable {
  /// The whole: no field, one in other units, one that is malformed, or several
  /// ranges that are not one piece.
  ///
  /// Section 14.2 lets a server pass over the field. Several pieces would need a multipart answer, which no
  /// video player and no browser asks for, and which has been a way to make servers work a lot for little.
  case whole
  /// One piece.
  case part(Range<Int>)
  /// Nothing of the file.
  case unsatisfiable

  /// Reads a field.
  ///
  /// - Parameter length: the file's, in bytes.
  init(_ field: [UInt8]?, length: Int) {
    guard let field, let specs = Self.specs(field) else { self = .whole; return }
    var pieces: [Range<Int>] = []
    for spec in specs {
      switch spec {
      case .from(let first, let last):
        guard first < length else { continue }
        pieces.append(first..<min(last ?? Int.max, length - 1) + 1)
      case .last(let count):
        guard count > 0 else { continue }
        // The last bytes of nothing are all there is, which no Content-Range can say.
        guard length > 0 else { self = .whole; return }
        pieces.append(max(length - count, 0)..<length)
      }
    }
    guard let piece = pieces.first else { self = .unsatisfiable; return }
    self = pieces.allSatisfy { $0 == piece } ? .part(piece) : .whole
  }

  private enum Spec {
    case from(Int, to: Int?)
    case last(Int)
  }

  /// More are not worth reading.
  private static let maxSpecs = 16

  private static func specs(_ field: [UInt8]) -> [Spec]? {
    guard let equals = field.firstIndex(of: UInt8(ascii: "=")),
      field[..<equals].isEqualIgnoringASCIICase(to: "bytes")
    else { return nil }
    let texts = field[(equals + 1)...].split(separator: UInt8(ascii: ","), maxSplits: maxSpecs)
      .map { $0.trimmingOptionalWhitespace }.filter { !$0.isEmpty }
    guard (1...maxSpecs).contains(texts.count) else { return nil }
    var specs: [Spec] = []
    for text in texts {
      guard let spec = spec(text) else { return nil }
      specs.append(spec)
    }
    return specs
  }

  private static func spec(_ text: ArraySlice<UInt8>) -> Spec? {
    guard let dash = text.firstIndex(of: UInt8(ascii: "-")) else { return nil }
    let last = text[(dash + 1)...]
    if text[..<dash].isEmpty { return number(last).map { .last($0) } }
    guard let first = number(text[..<dash]) else { return nil }
    if last.isEmpty { return .from(first, to: nil) }
    guard let end = number(last), first <= end else { return nil }
    return .from(first, to: end)
  }

  /// A number; one too large for any file counts as the largest.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCIIDigit }) else { return nil }
    return wholeNumber(digits) ?? Int.max
  }
}
