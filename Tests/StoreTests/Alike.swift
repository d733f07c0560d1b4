@testable import CGIAuthCore
@testable import CGIAuthHarness

/// Names that GDBM's hash does not tell apart, as `Tests/Torture/tools/alike.py` makes them.
enum Alike {
  /// One of the names of a hash, all of one length and beginning: another one for every number.
  static func name(of wanted: UInt32, _ number: Int) -> [UInt8] {
    var text = bytes(String(repeating: "a", count: 200))
    var digits = number
    for place in 4..<12 {
      text[place] += UInt8(digits % 26)
      digits /= 26
    }
    // 1,103,515,243 is odd: it has an inverse, by Newton's iteration, modulo a power of two.
    var inverse: UInt32 = 1
    for _ in 0..<5 { inverse = inverse &* (2 &- 1_103_515_243 &* inverse) }
    var missing = (inverse &* (wanted &- GDBMDirectory.hash(text))) & 0x7FFF_FFFF
    for place in (12..<text.count).sorted(by: { $0 * 5 % 24 > $1 * 5 % 24 }) {
      let shift = UInt32(place * 5 % 24)
      let steps = min(25, missing >> shift)
      text[place] += UInt8(steps)
      missing -= steps << shift
    }
    precondition(missing == 0)
    return text
  }

  /// A name with the hash of another one.
  static func name(_ number: Int, as other: String = "eve@example.org") -> [UInt8] {
    name(of: GDBMDirectory.hash(bytes(other)), number)
  }

  /// A name whose hash begins with the same 25 bits as those of all other numbers under 64.
  static func nearName(_ number: Int) -> [UInt8] {
    let beginning = GDBMDirectory.hash(bytes("eve@example.org")) & ~0x3F
    return name(of: beginning | UInt32(number * 37 % 64), number)
  }
}
