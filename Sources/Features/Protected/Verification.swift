import CGIAuthCore

/// What a web server asks `protected.cgi` before it answers a request itself (nginx `auth_request`, Caddy
/// `forward_auth`): whether the sender is logged in, and who it is.
///
/// The query says so, because the header fields are those of the browser: `verify`, or
/// `verify&groups=staff,board`. The server sets the query itself. A client that sends it learns of itself
/// what `protected.cgi` tells it anyway.
enum Verification {
  private static let word = "verify".utf8

  /// Answers 200 with `Remote-User`, `Remote-Groups` and `Remote-Name`, 401, or 403 to a user who is in none
  /// of the groups. Never a page, never a redirect: the server makes the answer, and whatever is not 2xx
  /// keeps it from giving its own. Nil where the request is no such question.
  static func outcome(of call: Call) -> Outcome? {
    guard let query = call.request.environment["QUERY_STRING"], query.starts(with: word) else { return nil }
    do throws(Refusal) {
      let groups = try Refusal.taking(request: try Self.groups(of: query))
      return .response(try verified(call, isInOneOf: groups))
    } catch { return .told(error) }
  }

  /// The groups of which one is needed; nil where it is enough to be logged in.
  ///
  /// - Throws: `malformed` where the query goes on otherwise: a misspelt or empty list
  ///   must not let everybody in.
  private static func groups(of query: [UInt8]) throws(RequestError) -> [ArraySlice<UInt8>]? {
    let fields = try FormBody(query).fields
    guard fields.first?.name.elementsEqual(word) == true, fields[0].value.isEmpty, fields.count <= 2 else {
      throw .malformed
    }
    guard fields.count == 2 else { return nil }
    // The user file separates groups by commas, too: no name has one.
    let groups = fields[1].value.split(separator: UInt8(ascii: ","))
    guard fields[1].name.isEqual(to: "groups"), !groups.isEmpty else { throw .malformed }
    return groups
  }

  private static func verified(
    _ call: Call, isInOneOf groups: [ArraySlice<UInt8>]?
  ) throws(Refusal) -> Response {
    let session = try call.authenticate()
    let names = try call.groups(of: session)
    if let groups, !names.contains(where: { $0.isOne(of: groups) }) { throw .notPermitted }
    var response = Protected.welcome(session)
    response.add(.remoteUser, try HeaderValue(telling: session.email.text))
    // Also where it is empty: a field that is not there might leave the client's own standing.
    response.add(.remoteGroups, try HeaderValue(telling: names))
    response.add(.remoteName, try HeaderValue(telling: try call.name(of: session)))
    return response
  }
}

extension HeaderValue {
  /// A text of ours. It is none where it cannot stand in a field, which cannot be.
  init(telling text: String) throws(Refusal) {
    guard let value = HeaderValue(text) else { throw Refusal(.internal("the making of a header field")) }
    self = value
  }

  /// The names that can stand in a field, separated by commas.
  init(telling names: [String]) throws(Refusal) {
    try self.init(telling: names.filter { HeaderValue($0) != nil }.joined(separator: ","))
  }
}

extension HeaderName {
  /// The groups of `remoteUser`, separated by commas.
  static var remoteGroups: HeaderName { "Remote-Groups" }
  /// The name of `remoteUser`, as `Call.name` has it.
  static var remoteName: HeaderName { "Remote-Name" }
  /// Who sent the request that a web server asks about.
  static var remoteUser: HeaderName { "Remote-User" }
}
