import CGIAuthHarness

extension Contract {
  private static func post(_ action: String, _ fields: String = "") -> Exchange {
    .post("account", .json("{\"action\":\"\(action)\"\(fields)}"), cookie)
  }

  private static let proof = #","currentPassword":"nine herons at dawn""#
  private static let password = proof + #","newPassword":"ten herons at dusk""#
  private static let newProof = #","currentPassword":"ten herons at dusk""#

  /// What people do with their own account.
  static let accounts = [
    ContractCase(
      "every action", .session,
      .get("account").gets(401, "Unauthorized", missing),
      .get("account", ["Cookie": "COOKIE=x"]).gets(401, "Invalid Token", invalid),
      .post("account", .json(#"{"action":"export"}"#)).gets(401, "Unauthorized", missing),
      post("change-profile", #","name":"Ada","language":"de""#).gets(200, "Profile changed"),
      post("change-password", password.replacing("nine", with: "six")).gets(401, "Invalid credentials"),
      post("change-password", password).gets(200, "Password changed", cookie: .renewed),
      .get("protected", cookie).gets(200, "Welcome, USER!"),
      post("end-session", #","session":"AAAAAAAAAAAAAAAAAAAAAA""#).gets(200, "Session ended"),
      post("end-other-sessions").gets(200, "Sessions ended"),
      .post("account", .form("action=export&currentPassword=ten+herons+at+dusk"), cookie)
        .gets(403, "Form token refused"),
      post("change-email", newProof + #","newEmail":"new-USER""#)
        .gets(200, "Address changed", cookie: .renewed),
      .get("protected", cookie).gets(200, "Welcome, new-USER!"),
      post("close-account", newProof).gets(200, "Account closed", cookie: .cleared),
      .get("protected", cookie).gets(401, "Invalid Token", invalid),
      .post("login", .user("new-USER", "ten herons at dusk")).gets(401, "Invalid credentials")),
    ContractCase(
      "a taken address", .sessions,
      post("change-email", proof + #","newEmail":"other-USER""#).gets(409, "Email already registered"),
      .get("protected", cookie).gets(200, "Welcome, USER!"),
      .get("protected", ["Cookie": "COOKIE=OTHER"]).gets(200, "Welcome, other-USER!")),
    ContractCase(
      "another site's page", .session,
      .post(
        "account", .json(#"{"action":"end-other-sessions"}"#),
        cookie.merging(["Sec-Fetch-Site": "same-site"]) { $1 }
      )
      .gets(403, "Cross-site request refused"),
      .send("PUT", "account", cookie).gets(405, "Method Not Allowed", ["Allow": "GET, HEAD, POST"])),
  ]

  /// What admin.cgi answers people who are no administrators, while there is none.
  static let administration = [
    ContractCase(
      "nobody yet", .session,
      .get("admin").gets(401, "Unauthorized", missing),
      .get("admin", ["Cookie": "COOKIE=x"]).gets(401, "Invalid Token", invalid),
      .get("admin", cookie).gets(200, "No administrator yet: action claim takes the code of admin.code"),
      .post("admin", .json(#"{"action":"claim","code":"AAAAAAAAAAAAAAAAAAAAAA"}"#), cookie)
        .gets(403, "Code refused"),
      .post("admin", .json(#"{"action":"claim"}"#), cookie).gets(422, "code is missing"),
      .post("admin", .json(#"{"action":"remove","email":"USER"}"#), cookie).gets(403, "Forbidden"),
      .post(
        "admin", .json(#"{"action":"claim"}"#), cookie.merging(["Sec-Fetch-Site": "same-site"]) { $1 }
      )
      .gets(403, "Cross-site request refused"),
      .send("PUT", "admin", cookie).gets(405, "Method Not Allowed", ["Allow": "GET, HEAD, POST"]))
  ]
}
