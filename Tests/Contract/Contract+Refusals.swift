import CGIAuthHarness

extension Contract {
  private static let notAllowed = "Method Not Allowed"

  private static func refused(_ programs: [String], _ allowed: String, _ methods: String...) -> [ContractCase]
  {
    methods.flatMap { method in
      ContractCase.each(programs, method) { .send(method, $0).gets(405, notAllowed, ["Allow": allowed]) }
    }
  }

  /// Methods that a program does not take.
  static let methods: [ContractCase] =
    refused(takers, "POST", "GET", "HEAD", "DELETE") + refused(["logout"], "POST, GET", "HEAD", "DELETE")
    + ContractCase.each(takers, "PUT") {
      Exchange(method: "PUT", program: $0, body: user).gets(405, notAllowed, ["Allow": "POST"])
    }
    + (refused(takers, "POST", "OPTIONS", "PATCH", "post", "X")
    + refused(["logout"], "POST, GET", "PUT", "OPTIONS", "PATCH", "post")).map(\.local)
    + ContractCase.each(["protected"], "HEAD") {
      .send("HEAD", $0).gets(401, "Unauthorized", missing)
    }

  /// What pages of other sites make browsers send.
  static let foreignRequests: [ContractCase] =
    [
      ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"], ["Sec-Fetch-Site": "Same-Origin"],
      ["Sec-Fetch-Site": "same-origin, cross-site"], ["Sec-Fetch-Site": "same-origin,same-origin"],
      ["Sec-Fetch-Site": "cross-site", "Origin": "ORIGIN"], ["Origin": "http://evil.example"],
      ["Origin": "https://evil.example"], ["Origin": "null"], ["Origin": "ORIGIN:8080"],
      ["Origin": "ORIGIN0"], ["Origin": "ORIGIN.evil.example"], ["Origin": "ORIGIN@evil.example"],
      ["Origin": "ORIGIN/"], ["Origin": "ORIGIN, http://evil.example"], ["Origin": "ftp://HOST"],
      ["Origin": "HOST"],
    ].map { refused($0) }
    + [["Sec-Fetch-Site": ""], ["Origin": ""]].map { refused($0).local }

  private static func refused(_ fields: [String: String]) -> ContractCase {
    let refusal = "Cross-site request refused"
    return ContractCase(
      "\(fields)", .nobody, .post("register", user, fields).gets(403, refusal),
      .post("login", user, fields).gets(403, refusal), .get("logout", fields).gets(403, refusal),
      .post("logout", .form(""), fields).gets(403, refusal),
      // Who only reads is asked nothing.
      .get("protected", fields).gets(401, "Unauthorized", missing))
  }

  /// What the site's own pages make browsers send, and what programs send that are none.
  static let ownRequests: [ContractCase] =
    [
      [:], ["Sec-Fetch-Site": "same-origin"], ["Sec-Fetch-Site": "none"],
      ["Sec-Fetch-Site": "same-origin", "Origin": "ORIGIN"],
      ["Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"], ["Origin": "ORIGIN"],
      ["Origin": "http://HOST"], ["Origin": "https://HOST"],
    ].map { admitted($0) }
    + [("http://www.example.com", "WWW.example.com"), ("http://[::1]:8080", "[::1]:8080")].map {
      admitted(["Origin": $0.0], ["HTTP_HOST": $0.1]).local
    }

  private static func admitted(
    _ fields: [String: String], _ variables: [String: String] = [:]
  ) -> ContractCase {
    ContractCase(
      "\(fields)", .nobody,
      .post("register", user, fields).with(variables).gets(200, "User registered successfully"),
      .post("login", user, fields).with(variables).gets(200, "Login successful", cookie: .session),
      .get("logout", fields).with(variables).gets(200, "Logout successful", cookie: .cleared))
  }

  /// Settings that cannot be used: the log names the setting, and not its value.
  static let settings: [ContractCase] = [
    ("JWT_SECRET", "CANARY"), ("JWT_SECRET", ""), ("AUTH_TOKEN_LIFETIME", "1e3"),
    ("AUTH_TOKEN_LIFETIME", "CANARY"), ("AUTH_CONF", "/CANARY/auth.conf"), ("AUTH_PASSWORD_HASH", "CANARY"),
  ].flatMap { variable, value in
    ContractCase.each(takers + ["logout", "protected"], "\(variable)=\(value)") {
      .send("POST", $0).gets(
        500, "Internal Server Error", reason: "config-invalid", log: "config-invalid \(variable) ")
    }.map { $0.set([variable: value]) }
  }
}
