/// Who logged in with a browser lately, as its cookie says (`authDevice`). It opens nothing: a login from
/// there does not wait for what strangers failed.
package struct KnownUsers: Sendable {
  /// How long a browser is known, in seconds: 180 days from the last login on.
  static let lifetimeSeconds = 15_552_000
  private static let maxUsers = 5
  /// The bytes that a user's id is told from others by: no more of it is in the cookie.
  private static let tagBytes = 8

  /// The last one first.
  private var tags: [[UInt8]] = []

  /// A browser that nobody has logged in with.
  init() {}

  /// Reads a cookie, or nil where it is not one of these keys', or too old.
  init?(_ text: [UInt8], _ keys: PrivateKeys, now: Int) {
    guard let content = keys.open(text, for: .device) else { return nil }
    var reader = ByteReader(content[...])
    let madeAt = reader.number(8)
    guard (madeAt..<madeAt + Self.lifetimeSeconds).contains(now) || now < madeAt else { return nil }
    while tags.count < Self.maxUsers {
      let tag = reader.take(Self.tagBytes)
      guard tag.count == Self.tagBytes else { break }
      tags.append(tag)
    }
  }

  /// Whether a user is one of them.
  func contains(_ userID: String) -> Bool { tags.contains(Self.tag(of: userID)) }

  /// What tells this browser from others, and lets `contains(_:in:)` tell whose it is.
  var text: String { Base64URL.encode(Array(tags.joined())) }

  /// Whether a user is one of those of such a text.
  package static func contains(_ userID: String, in text: String) -> Bool {
    guard let bytes = Base64URL.decode(Array(text.utf8)) else { return false }
    return stride(from: 0, to: bytes.count, by: tagBytes).contains {
      bytes[$0...].prefix(tagBytes).elementsEqual(tag(of: userID))
    }
  }

  /// Puts a user first.
  mutating func add(_ userID: String) {
    let tag = Self.tag(of: userID)
    tags.removeAll { $0 == tag }
    tags = [tag] + tags.prefix(Self.maxUsers - 1)
  }

  /// The cookie's value.
  func text(_ keys: PrivateKeys, now: Int) -> String {
    var content: [UInt8] = []
    content.append(number: now, bytes: 8)
    return keys.seal(content + tags.joined(), for: .device)
  }

  private static func tag(of userID: String) -> [UInt8] {
    Array(SHA256.digest(of: Array("cgi-auth device \(userID)".utf8)).prefix(tagBytes))
  }
}
