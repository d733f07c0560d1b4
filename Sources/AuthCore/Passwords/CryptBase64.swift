/// The base 64 of crypt(3)'s `$7$`: the alphabet `./0-9A-Za-z`, the lowest six bits first (crypt(5)).
enum CryptBase64 {
  static let alphabet = Array("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  /// Bytes, three to four digits; one or two left over make two or three.
  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    stride(from: 0, to: bytes.count, by: 3).flatMap { start -> [UInt8] in
      let group = bytes[start..<min(start + 3, bytes.count)]
      let number = group.reversed().reduce(0) { $0 << 8 | Int($1) }
      return encode(number, digits: group.count + 1)
    }
  }

  /// A number in so many digits.
  static func encode(_ number: Int, digits: Int) -> [UInt8] {
    (0..<digits).map { alphabet[number >> (6 * $0) & 63] }
  }

  /// The number that digits spell, or nil where one of them is not in the alphabet.
  static func number(_ digits: some BidirectionalCollection<UInt8>) -> Int? {
    var number = 0
    for digit in digits.reversed() {
      guard let value = alphabet.firstIndex(of: digit) else { return nil }
      number = number << 6 | value
    }
    return number
  }
}
