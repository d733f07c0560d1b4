// What administrators see of a user.
extension User {
  /// The names of the groups that are texts.
  package var groupTexts: [String] {
    groupNames.filter { $0.isUTF8 }.map { String(decoding: $0, as: UTF8.self) }
  }

  package var groupsText: String { groupTexts.joined(separator: ", ") }
}

extension Users.Listed {
  /// The user as programs see it: no hash is in it.
  package var object: JSONObject {
    let profile = user.profile
    return JSONObject(members: [
      .init("email", .text(user.email.text)),
      .init("id", .text(user.id)),
      .init("name", profile.name.map { .string($0) } ?? .null),
      .init("groups", .array(user.groupTexts.map { .text($0) })),
      .init("created", user.registeredAt.map { .text(internetTime($0)) } ?? .null),
      .init("confirmed", .bool(profile.isConfirmed)),
      .init("disabled", .bool(user.isDisabled)),
      .init("pending", user.pending.map { .text($0.rawValue) } ?? .null),
      .init("note", user.note.map { .string($0) } ?? .null),
      .init("user", .text(handle.text)),
    ])
  }
}
