/// Where a table keeps the records that `GDBMRoom` has no room for: in the same file,
/// under names made by a secret.
///
/// A name is a NUL, which no address has, and an authentication code of the key. So strangers cannot choose
/// buckets by it. The secret lies in the file, so that a copy of the file is whole.
struct Overflow {
  /// The name of the secret.
  static let secretName: [UInt8] = [0]
  private static let secretBytes = 32
  /// A bucket that strangers have filled is met by chance: then the next name is tried. While the directory
  /// may not grow, fewer than half of its places are full.
  static let maxNames = 12

  private let secret: [UInt8]
  /// The most names of one key that are in use.
  private(set) var names: Int

  /// The overflow of a table that had none.
  init(_ randomness: Randomness = .system) throws(SystemError) {
    secret = try randomness.bytes(Self.secretBytes)
    names = 1
  }

  /// The overflow whose secret lies in a file, or nil where the record is none.
  init?(record: [UInt8]) {
    guard record.count == Self.secretBytes + 1, let names = record.last,
      (1...Self.maxNames).contains(Int(names))
    else { return nil }
    secret = Array(record.dropLast())
    self.names = Int(names)
  }

  /// The record that has the secret.
  var record: [UInt8] { secret + [UInt8(names)] }

  /// One of the names of a key, from 0 on.
  func name(_ number: Int, of key: [UInt8]) -> [UInt8] {
    let code = HMACSHA256.code(of: [UInt8(number)] + key, key: SecretBytes(secret))
    return [0] + Array(Base64URL.encode(code.withUnsafeBytes { Array($0) }).utf8)
  }

  /// Notes that a name is in use.
  mutating func use(_ number: Int) { names = max(names, number + 1) }

  /// Whether a name of the file is a secret or one that a secret made.
  static func owns(_ name: [UInt8]) -> Bool { name.first == 0 }

  /// What is stored under the name: the key, a NUL and the value. Apache takes none of it for a hash.
  static func content(_ key: [UInt8], _ value: [UInt8]) -> [UInt8] { key + [0] + value }

  /// The key and the value of what is stored, or nil where it is none of ours.
  static func record(of content: [UInt8]) -> (key: [UInt8], value: [UInt8])? {
    guard let end = content.firstIndex(of: 0) else { return nil }
    return (Array(content[..<end]), Array(content[(end + 1)...]))
  }
}
