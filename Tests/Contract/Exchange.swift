import CGIAuthHarness

/// A request and the answer it must get.
///
/// In every text of it these words stand for what is known when it is sent: `USER` for an address of this
/// case's own, `SHOUTED` for the same in capitals, `TOKEN` for the token of the last login, `OTHER` for that
/// of another user, `COOKIE` for the cookie's name, `HOST` and `ORIGIN` for the site's own. What is called
/// `CANARY` may be in no answer and no log.
struct Exchange: Sendable {
  /// What `Set-Cookie` must do.
  enum Cookie: Sendable {
    case nothing
    /// Set the cookie of a session, with all its attributes.
    case session
    /// Set the cookies of the session that goes on.
    case renewed
    /// Clear it.
    case cleared
  }

  let method: String
  let program: String
  var body: RequestBody?
  /// Header fields by their names.
  var fields: [String: String] = [:]
  /// Further CGI variables, which no server sets: such a case has a function and a process alone.
  var variables: [String: String] = [:]

  private(set) var status = 200
  /// The text of the answer's JSON, of which HEAD gets the length alone.
  private(set) var message = ""
  /// The reason word that is in it, too.
  private(set) var reason: String?
  /// What the answer has beside the fields that every answer has.
  private(set) var more: [String: String] = [:]
  private(set) var cookie = Cookie.nothing
  /// How the one line in the web server's log begins; nil where there must be none.
  private(set) var logged: String?

  /// A GET.
  static func get(_ program: String, _ fields: [String: String] = [:]) -> Exchange {
    send("GET", program, fields)
  }

  /// A POST.
  static func post(_ program: String, _ body: RequestBody, _ fields: [String: String] = [:]) -> Exchange {
    Exchange(method: "POST", program: program, body: body, fields: fields)
  }

  /// A request of any method, without a body.
  static func send(_ method: String, _ program: String, _ fields: [String: String] = [:]) -> Exchange {
    Exchange(method: method, program: program, fields: fields)
  }

  /// The same with further CGI variables. Empty ones are set and empty.
  func with(_ variables: [String: String]) -> Exchange {
    var copy = self
    copy.variables = variables
    return copy
  }

  /// The same with the answer it must get.
  func gets(
    _ status: Int, _ message: String, _ more: [String: String] = [:], cookie: Cookie = .nothing,
    reason: String? = nil, log: String? = nil
  ) -> Exchange {
    var copy = self
    copy.reason = reason
    (copy.status, copy.message, copy.more, copy.cookie, copy.logged) = (status, message, more, cookie, log)
    return copy
  }
}
