import CGIAuthHarness
import Testing

extension ServerTests {
  /// The user file as Apache's own: htdbm lists and makes it, mod_authn_dbm and mod_authz_dbm read it.
  @Suite struct UserFileTests {
    /// What Apache checks passwords and groups with.
    private static func apacheAuthentication(_ folder: String) -> String {
      let modules = ["authn_core", "auth_basic", "authn_dbm", "authz_user", "authz_dbm"].map {
        "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so\n"
      }
      return modules.joined() + """
        <LocationMatch "^/(index|staff)\\.html$">
          AuthType Basic
          AuthName "members"
          AuthBasicProvider dbm
          AuthDBMType GDBM
          AuthDBMUserFile "\(folder)/auth-data/users.gdbm"
          AuthzDBMType GDBM
          AuthDBMGroupFile "\(folder)/auth-data/users.gdbm"
        </LocationMatch>
        <Location "/index.html">
          Require valid-user
        </Location>
        Alias "/staff.html" "\(folder)/public/index.html"
        <Location "/staff.html">
          Require dbm-group staff
        </Location>

        """
    }

    private func status(_ server: LiveServer, _ path: String, _ user: String?) throws -> Int {
      try server.send("GET", path, options: user.map { ["-u", $0] } ?? []).status
    }

    private func names(in file: String) throws -> [String] {
      try Tool.htdbm.output(["-TGDBM", "-l", file]).split(whereSeparator: \.isWhitespace).map(String.init)
        .filter { $0.contains("@") }.sorted()
    }

    private static let apaches = ServerVariant.http.filter(\.software.isApache)

    @Test(arguments: apaches, ["scrypt:4:8:1", "scrypt:14:8:5", "bcrypt:5"])
    func apacheAuthenticatesWhoRegisteredHere(_ variant: ServerVariant, _ hash: String) throws {
      let server = try LiveServer(
        variant, settings: ["AUTH_PASSWORD_HASH": hash], configuration: Self.apacheAuthentication)
      let user = "apache@example.com"
      #expect(try server.post("register", .user(user)).status == 200)
      let record = try Tool.gdbmtool.output([server.data("users.gdbm"), "fetch", user])
      #expect(record.hasPrefix(hash.hasPrefix("scrypt") ? "$7$" : "$2b$"))

      #expect(try status(server, "/index.html", "\(user):nine herons at dawn") == 200)
      #expect(try status(server, "/index.html", "\(user):ten herons at dawn") == 401)
      #expect(try status(server, "/index.html", "nobody@example.com:nine herons at dawn") == 401)
      #expect(try status(server, "/index.html", nil) == 401)
    }

    /// A user whom htdbm added gets a hash by our setting at the first login here.
    @Test(arguments: apaches) func apacheAuthenticatesWhoseHashWasReplaced(_ variant: ServerVariant) throws {
      let user = "imported@example.com"
      let server = try LiveServer(
        variant, settings: ["AUTH_PASSWORD_HASH": "scrypt:14:8:5"], configuration: Self.apacheAuthentication,
        prepare: { folder in
          try folder.makeFolder("auth-data")
          let file = folder.path("auth-data/users.gdbm")
          try Tool.htdbm.output(["-bcB", "-C5", "-TGDBM", file, user, "nine herons at dawn"])
          let record = try Tool.gdbmtool.output([file, "fetch", user]).filter { !$0.isNewline }
          try Tool.gdbmtool.output([file, "store", user, record + ":staff"])
        })
      #expect(try status(server, "/staff.html", "\(user):nine herons at dawn") == 200)
      let subject = try server.post("login", .user(user)).token.map { claims($0) }
      let record = try Tool.gdbmtool.output([server.data("users.gdbm"), "fetch", user])
      #expect(record.hasPrefix("$7$"))
      #expect(record.contains(":staff:{"))
      #expect(try status(server, "/staff.html", "\(user):nine herons at dawn") == 200)
      #expect(try status(server, "/staff.html", "\(user):ten herons at dawn") == 401)
      #expect(try server.post("login", .user(user)).token.map { claims($0) } == subject)
    }

    /// The claims of a token up to the address: `{"sub":"...`.
    private func claims(_ token: String) -> String {
      let claims = String(token.split(separator: ".")[1])
      return String(claims.prefix(40))
    }

    @Test(arguments: apaches) func apacheRefusesADisabledUser(_ variant: ServerVariant) throws {
      let server = try LiveServer(variant, configuration: Self.apacheAuthentication)
      let (user, file) = ("disabled@example.com", server.data("users.gdbm"))
      #expect(try server.post("register", .user(user)).status == 200)
      let record = try Tool.gdbmtool.output([file, "fetch", user]).filter { !$0.isNewline }
      for disabled in ["!" + record, "*", "!"] {
        try Tool.gdbmtool.output([file, "store", user, disabled])
        #expect(try status(server, "/index.html", "\(user):nine herons at dawn") == 401)
        #expect(try server.post("login", .user(user)).status == 401)
      }
      try Tool.gdbmtool.output([file, "store", user, record])
      #expect(try status(server, "/index.html", "\(user):nine herons at dawn") == 200)
      #expect(try server.post("login", .user(user)).status == 200)
    }

    @Test(arguments: apaches) func apacheReadsGroupsFromTheRecord(_ variant: ServerVariant) throws {
      let server = try LiveServer(variant, configuration: Self.apacheAuthentication)
      let users = ["clerk@example.com", "guest@example.com"]
      for user in users {
        #expect(try server.post("register", .user(user)).status == 200)
        #expect(try status(server, "/staff.html", "\(user):nine herons at dawn") == 401)
      }
      let file = server.data("users.gdbm")
      for (user, groups) in zip(users, ["clerks,staff", "guests"]) {
        let record = try Tool.gdbmtool.output([file, "fetch", user]).filter { !$0.isNewline }
        let changed = record.replacing("::", with: ":\(groups):", maxReplacements: 1)
        #expect(changed != record)
        try Tool.gdbmtool.output([file, "store", user, changed])
      }
      #expect(try status(server, "/staff.html", "clerk@example.com:nine herons at dawn") == 200)
      #expect(try status(server, "/staff.html", "guest@example.com:nine herons at dawn") == 401)
      #expect(try status(server, "/index.html", "guest@example.com:nine herons at dawn") == 200)
      // Groups are kept where another user joins.
      #expect(try server.post("register", .user("third@example.com")).status == 200)
      #expect(try status(server, "/staff.html", "clerk@example.com:nine herons at dawn") == 200)
      #expect(try server.post("login", .user("clerk@example.com")).status == 200)
    }

    @Test(arguments: ServerVariant.http) func htdbmListsWhoRegisteredHere(_ variant: ServerVariant) throws {
      let server = try LiveServer(variant)
      let users = (1...9).map { "user\($0)@example.com" }
      for user in users { #expect(try server.post("register", .user(user)).status == 200) }
      #expect(try names(in: server.data("users.gdbm")) == users)
    }

    @Test(arguments: ServerVariant.http) func aFileThatHtdbmMadeWorksHere(_ variant: ServerVariant) throws {
      let server = try LiveServer(
        variant,
        prepare: { folder in
          try folder.makeFolder("auth-data")
          let file = folder.path("auth-data/users.gdbm")
          try Tool.htdbm.output(["-bcB", "-C5", "-TGDBM", file, "first@example.com", "nine herons at dawn"])
          try Tool.htdbm.output(
            ["-btB", "-C5", "-TGDBM", file, "second@example.com", "nine herons at dawn", "a comment"])
        })
      for user in ["first@example.com", "second@example.com"] {
        let login = try server.post("login", .user(user))
        #expect(login.message == "Login successful")
        #expect(try server.accepts(login.token ?? ""))
        #expect(try server.post("login", .user(user, "ten herons at dawn")).status == 401)
        #expect(try server.post("register", .user(user)).status == 409)
      }
      #expect(try server.post("register", .user("third@example.com")).status == 200)
      let file = server.data("users.gdbm")
      #expect(try names(in: file) == ["first@example.com", "second@example.com", "third@example.com"])
      for user in ["first@example.com", "second@example.com", "third@example.com"] {
        #expect(try server.post("login", .user(user)).status == 200)
      }
      // And the other way round: htdbm adds to what we wrote.
      try Tool.htdbm.output(["-bB", "-C5", "-TGDBM", file, "fourth@example.com", "nine herons at dawn"])
      #expect(try server.post("login", .user("fourth@example.com")).status == 200)
      #expect(try server.post("login", .user("third@example.com")).status == 200)
    }
  }
}
