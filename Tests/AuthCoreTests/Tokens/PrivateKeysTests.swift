import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct PrivateKeysTests {
  private func keys(_ texts: String...) throws -> PrivateKeys {
    PrivateKeys(try texts.map { try #require(SigningKey(SecretBytes(bytes($0)))) })
  }

  /// The form, by another HMAC.
  @Test func sealsAsDocumented() throws {
    let subkey = HandMadeToken.hmac(bytes(HandMadeToken.key), "cgi-auth device")
    let content = bytes("\u{1}hello")
    let code = HandMadeToken.hmac(subkey, String(decoding: content, as: UTF8.self)).prefix(16)
    let sealed = try keys(HandMadeToken.key).seal(bytes("hello"), for: .device)
    #expect(sealed == HandMadeToken.base64URL(content + code))
  }

  @Test func opensWhatAnOlderLineSealed() throws {
    let old = try keys(HandMadeToken.otherKey).seal(bytes("x"), for: .refresh)
    let both = try keys(HandMadeToken.key, HandMadeToken.otherKey)
    #expect(both.open(bytes(old), for: .refresh) == bytes("x"))
    #expect(try keys(HandMadeToken.key).open(bytes(old), for: .refresh) == nil)
    #expect(both.seal(bytes("x"), for: .refresh) != old)
  }

  /// Nothing sealed for one use opens for another.
  @Test func opensForItsUseAlone() throws {
    let keys = try keys(HandMadeToken.key)
    for one in PrivateKeys.Use.allCases {
      let sealed = bytes(keys.seal(bytes("content"), for: one))
      for other in PrivateKeys.Use.allCases {
        #expect(keys.open(sealed, for: other) == (one == other ? bytes("content") : nil))
      }
    }
  }

  @Test func opensNothingElse() throws {
    let keys = try keys(HandMadeToken.key)
    let sealed = bytes(keys.seal(bytes("content"), for: .refresh))
    for index in sealed.indices {
      var other = sealed
      other[index] = other[index] == 65 ? 66 : 65
      #expect(keys.open(other, for: .refresh) == nil)
    }
    for count in 0..<sealed.count { #expect(keys.open(Array(sealed.prefix(count)), for: .refresh) == nil) }
    #expect(keys.open(sealed + [65], for: .refresh) == nil)
  }
}
