/// What a user's record says of the person.
package struct UserProfile: Sendable {
  /// The most characters (Unicode code points) of a name.
  package static let maxNameCharacters = 64

  /// How the person wants to be called, in UTF-8; nil where that is not said.
  package let name: [UInt8]?
  /// The language that the person chose, as a language tag (RFC 5646); nil where none was chosen.
  package let language: [UInt8]?
  /// Whether the address was shown to be the person's.
  package let isConfirmed: Bool
}

extension User {
  /// What the record says of the person. It is read when somebody asks: a check of a token does without.
  package var profile: UserProfile {
    let members = try? JSONParser.object(rest)
    func text(_ name: StaticString) -> [UInt8]? {
      if case .string(let text) = members?[name], !text.isEmpty { text } else { nil }
    }
    let isConfirmed = if case .bool(true) = members?["confirmed"] { true } else { false }
    return UserProfile(name: text("name"), language: text("language"), isConfirmed: isConfirmed)
  }
}
