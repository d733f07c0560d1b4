import CGIAuthHarness

/// What every program answers, row by row: to a call of the feature, to a process, and under real web
/// servers.
enum Contract {
  static let missing = ["WWW-Authenticate": "Bearer"]
  static let invalid = ["WWW-Authenticate": #"Bearer error="invalid_token""#]
  static let cookie = ["Cookie": "COOKIE=TOKEN"]
  static let bearer = ["Authorization": "Bearer TOKEN"]
  static let user = RequestBody.user("USER")
  static let takers = ["register", "login"]

  private static let welcome = Exchange.get("protected", cookie).gets(200, "Welcome, USER!")
  private static let login = Exchange.post("login", user).gets(200, "Login successful", cookie: .session)
  private static let register = Exchange.post("register", user).gets(200, "User registered successfully")
  private static let taken = (status: 409, message: "Email already registered")
  private static let wrong = (status: 401, message: "Invalid credentials")

  /// From the registration to the logout.
  static let sessions = [
    ContractCase(
      "by JSON", .nobody, register, .get("protected").gets(401, "Unauthorized", missing), login, welcome,
      .get("protected", bearer).gets(200, "Welcome, USER!"),
      // As browsers do, with a length: lighttpd itself refuses a POST without one.
      .post("logout", .form(""), cookie).gets(200, "Logout successful", cookie: .cleared),
      // Nor does whoever copied the token get in.
      .get("protected", cookie).gets(401, "Invalid Token", invalid),
      .get("protected", bearer).gets(401, "Invalid Token", invalid),
      .post("logout", .form(""), cookie).gets(200, "Logout successful", cookie: .cleared), login, welcome),
    ContractCase(
      "by forms", .nobody,
      .post("register", .form("email=USER&password=nine+herons+at+dawn&remember=yes"))
        .gets(200, "User registered successfully"),
      .post("login", .form("email=USER&password=nine+herons+at+dawn"))
        .gets(200, "Login successful", cookie: .session),
      welcome, login, welcome),
  ]

  /// An address that has an account, however it is spelled.
  static let registrations = [
    ContractCase(
      "a second one", .user,
      .post("register", .user("USER", "another password")).gets(taken.status, taken.message),
      .post("register", .user("SHOUTED", "another password")).gets(taken.status, taken.message), login,
      .post("login", .user("USER", "another password")).gets(wrong.status, wrong.message)),
    ContractCase(
      "in capitals", .nobody,
      .post("register", .user("SHOUTED")).gets(200, "User registered successfully"),
      .post("register", user).gets(taken.status, taken.message),
      .post("login", .user("SHOUTED")).gets(200, "Login successful", cookie: .session), welcome),
  ]

  /// Logins that fail.
  static let failures = [
    ContractCase(
      "an unknown address and a wrong password", .user,
      .post("login", .user("nobody-USER")).gets(wrong.status, wrong.message),
      .post("login", .user("USER", "ten herons at dawn")).gets(wrong.status, wrong.message), login)
  ]

  /// The ways to log out, with a session and without.
  static let logouts: [ContractCase] = ["GET", "POST"].flatMap { method in
    [cookie, bearer].map { token in
      ContractCase(
        "\(method) and \(token.keys.joined())", .session,
        logout(method, token).gets(200, "Logout successful", cookie: .cleared),
        .get("protected", token).gets(401, "Invalid Token", invalid))
    } + [
      ContractCase(
        "\(method) without a session", .nobody,
        logout(method, [:]).gets(200, "Logout successful", cookie: .cleared))
    ]
  }

  private static func logout(_ method: String, _ token: [String: String]) -> Exchange {
    method == "GET" ? .get("logout", token) : .post("logout", .form(""), token)
  }

  /// Which token of a request counts.
  static let tokens: [ContractCase] =
    ["", "other=1", "theme=dark", "COOKIE=", "authtoken=a.b.c", "__host-authtoken=a.b.c"].map {
      ContractCase(
        "no token: \($0)", .nobody,
        .get("protected", ["Cookie": $0, "Authorization": "Basic dTpw"]).gets(401, "Unauthorized", missing))
    }
    // The cookie comes first: a good token elsewhere does not make up for it.
    + ["COOKIE=x", "COOKIE=a.b.c", "COOKIE=..", "COOKIE=\"\"", "COOKIE==", "COOKIE=y; COOKIE=x"].map {
      ContractCase(
        "a bad token: \($0)", .session,
        .get("protected", ["Cookie": $0]).gets(401, "Invalid Token", invalid),
        .get("protected", bearer.merging(["Cookie": $0]) { $1 }).gets(401, "Invalid Token", invalid))
    }
    + [
      "Bearer", "Bearer ", "Bearer x", "bearer x", "BEARER a b", "Bearer a.b.c", "Bearer a b", "Bearer a,b",
    ].map { badBearer($0) }
    + ["Bearer é", "Bearer \r\n x"].map { badBearer($0).local }
    + [
      "theme=dark; COOKIE=TOKEN; x=y", "COOKIE=TOKEN; COOKIE=TOKEN", "COOKIE=junk; COOKIE=TOKEN",
      "COOKIE=TOKEN; COOKIE=x.y.z",
    ].map {
      ContractCase(
        "a good token: \($0)", .session,
        .get("protected", ["Cookie": $0]).gets(200, "Welcome, USER!"),
        .get("protected", ["Cookie": $0, "Authorization": "Bearer a.b.c"]).gets(200, "Welcome, USER!"),
        .get("protected", ["Cookie": $0, "Authorization": "Basic YTpi"]).gets(200, "Welcome, USER!"),
        .post("protected", .form(""), ["Cookie": $0]).gets(200, "Welcome, USER!"),
        .send("HEAD", "protected", ["Cookie": $0]).gets(200, "Welcome, USER!"))
    }
    + [
      ContractCase(
        "the token of an Authorization field beside an empty cookie", .session,
        .get("protected", bearer.merging(["Cookie": "COOKIE="]) { $1 }).gets(200, "Welcome, USER!")),
      ContractCase(
        "a token by PUT", .session,
        .send("PUT", "protected", cookie).gets(200, "Welcome, USER!"),
        .send("PUT", "protected", bearer).gets(200, "Welcome, USER!")
      ).local,
      ContractCase(
        "the tokens of two users", .sessions,
        .get("protected", ["Cookie": "COOKIE=TOKEN; COOKIE=OTHER"]).gets(401, "Invalid Token", invalid),
        .get("protected", ["Cookie": "COOKIE=OTHER; COOKIE=TOKEN"]).gets(401, "Invalid Token", invalid)),
      // A neighbour who is not on HTTPS can plant the plain name.
      ContractCase(
        "the cookie of HTTP", .session,
        .get("protected", ["Cookie": "authToken=TOKEN"]).gets(401, "Unauthorized", missing)
      ).byHTTPS(true),
      ContractCase(
        "the cookie of HTTPS", .session,
        .get("protected", ["Cookie": "__Host-authToken=TOKEN"]).gets(401, "Unauthorized", missing)
      ).byHTTPS(false),
      // Joined by a comma, as Apache does with two fields: over HTTPS that separates nothing.
      ContractCase(
        "tokens between commas", .session,
        .get("protected", ["Cookie": "COOKIE=TOKEN, COOKIE=TOKEN"]).gets(200, "Welcome, USER!"),
        .get("protected", ["Cookie": "a=b, COOKIE=x", "Authorization": "Bearer TOKEN"])
          .gets(401, "Invalid Token", invalid)
      ).byHTTPS(false),
    ]

  private static func badBearer(_ value: String) -> ContractCase {
    ContractCase(
      "a bad token: \(value)", .nobody,
      .get("protected", ["Authorization": value]).gets(401, "Invalid Token", invalid))
  }
}
