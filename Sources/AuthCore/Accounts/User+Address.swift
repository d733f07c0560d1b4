/// The address that somebody wants to have, and the one from before: the member `email_change` of the record.
extension User {
  /// A hash that no password has, for a user who is to choose one by a link. It keeps nobody from that, as
  /// `!` does, and no tool takes it for a password's (crypt(3)).
  package static let noPassword = Array("-".utf8)

  private var change: JSONObject? {
    guard case .object(let change) = (try? JSONParser.object(rest))?["email_change"] else { return nil }
    return change
  }

  /// The address that was asked for last and is not confirmed yet.
  package var wantedEmail: EmailAddress? {
    guard case .string(let text) = change?["to"] else { return nil }
    return EmailAddress(text)
  }

  /// When the way back to the former address ends, in seconds since 1970; 0 where there is none.
  package var undoEnd: Int {
    guard case .number(let number) = change?["until"] else { return 0 }
    return number.wholePart ?? 0
  }

  /// The change of a record by which an address is wanted.
  package static func wanting(_ email: EmailAddress) -> (name: StaticString, value: JSONValue?) {
    ("email_change", .object(JSONObject(members: [JSONObject.Member("to", .text(email.text))])))
  }

  /// The change of a record by which there is a way back until a time, in seconds since 1970.
  package static func undoable(until end: Int) -> (name: StaticString, value: JSONValue?) {
    ("email_change", .object(JSONObject(members: [JSONObject.Member("until", .number(JSONNumber(end)))])))
  }
}
