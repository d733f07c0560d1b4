package import CGIAuthCore

/// Users as other programs read them, and this one again.
package enum UserExport: String, CaseIterable, Sendable {
  /// A JSON object a line, with all that the record has: an import makes the same record of it.
  case json
  /// For spreadsheets.
  case csv
  /// For Apache's `AuthUserFile`.
  case htpasswd

  /// What comes before the first user.
  package var beginning: [UInt8] {
    switch self {
    case .csv: Array("\(ImportLayout.header)\r\n".utf8)
    case .json, .htpasswd: []
    }
  }

  /// A user, with the line's end.
  package func line(of user: User) -> [UInt8] {
    switch self {
    case .json: Self.object(of: user).text + [0x0A]
    case .csv: Self.fields(of: user) + Array("\r\n".utf8)
    case .htpasswd: Array("\(user.email.text):".utf8) + user.passwordHash + [0x0A]
    }
  }

  private static func object(of user: User) -> JSONObject {
    var members = [
      JSONObject.Member("email", .text(user.email.text)), .init("id", .text(user.id)),
      .init("hash", .text(String(decoding: user.passwordHash, as: UTF8.self))),
      .init("groups", .array(user.groupTexts.map { .text($0) })),
    ]
    if let object = try? JSONParser.object(user.rest) {
      members += object.members.filter { member in !members.contains { $0.name == member.name } }
    } else if !user.rest.isEmpty, user.rest.isUTF8 {
      // What htdbm keeps there.
      members.append(.init("comment", .string(user.rest)))
    }
    return JSONObject(members: members)
  }

  private static func fields(of user: User) -> [UInt8] {
    let fields = [
      Array(user.email.text.utf8), Array(user.id.utf8), user.passwordHash,
      Array(user.groupTexts.map { Array($0.utf8) }.joined(separator: [UInt8(ascii: ",")])),
      user.registeredAt.map { Array(internetTime($0).utf8) } ?? [], user.profile.name ?? [],
    ]
    return Array(fields.map { CSVField.written($0) }.joined(separator: [UInt8(ascii: ",")]))
  }
}
