/// The bytes of a text.
public func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The bytes that hexadecimal digits spell; spaces and line ends between them do not count.
public func hex(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}
