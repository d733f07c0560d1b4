import Testing

@testable import CGIAuthCore
@testable import CGIAuthGuard
@testable import CGIAuthHarness
@testable import CGIAuthSend

@Suite struct ConfigurationTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.makeFolder("cgi-bin")
    try folder.makeFolder("auth-data")
  }

  private func configuration(file: String? = nil, _ variables: [String: String] = [:])
    throws(ConfigurationError)
    -> Configuration
  {
    if let file {
      do { try folder.write("auth-data/auth.conf", file) } catch { Issue.record(error) }
    }
    let configuration = try Configuration(Environment(variables), programDirectory: folder.path("cgi-bin"))
    // What is not every program's, only those read whose it is.
    _ = try GuardSettings(configuration)
    _ = try GuardRules(configuration)
    _ = try MailSettings(configuration)
    var mail = SiteMail()
    try configuration.read(SiteMail.all, into: &mail)
    var rules = RegistrationRules()
    try configuration.read(RegistrationRules.all, into: &rules)
    _ = try Administrators(configuration)
    return configuration
  }

  @Test func isSecureWithoutAnySetting() throws {
    let configuration = try configuration()
    #expect(configuration.dataDirectory.path("x") == folder.path("cgi-bin/../auth-data/x"))
    #expect(configuration.signingKeys.isEmpty)
    #expect(configuration.tokenLifetimeSeconds == 3600)
    #expect(configuration.passwordHash == PasswordHashSetting(bytes("scrypt:14:8:5")))
    #expect(configuration.passwordMinCharacters == 8)
    #expect(configuration.passwordBlocklist == nil)
    #expect(configuration.cookieName == nil)
    #expect(configuration.cookieSecure == .auto)
    #expect(configuration.issuer == nil)
    #expect(configuration.audience == nil)
    #expect(configuration.trustedProxies == [])
    #expect(configuration.trustedOrigins == [])
    #expect(configuration.loginPage == nil)
    #expect(configuration.guardInterpreters == [])
    let settings = try GuardSettings(configuration)
    #expect(try GuardRules(configuration).rules == [])
    #expect(!settings.isSentByServer)
    #expect(configuration.fastCGIMaxRequests == 10_000)
    #expect(settings.index == [bytes("index.html")])
    let throttle = configuration.throttle
    #expect(throttle.isOn)
    #expect([throttle.freeTries, throttle.networkFreeTries, throttle.addressFreeTries] == [5, 100, 20])
    #expect([throttle.registrationFreeTries, throttle.registrationsPerHour] == [20, 200])
    #expect([throttle.maxWaitSeconds, throttle.memorySeconds] == [900, 86_400])
    #expect(configuration.hashSlots == nil)
    #expect(!configuration.isStateless)
    #expect(configuration.isAuditLogOn)
    #expect(configuration.auditLogMaxBytes == 1_048_576)
    #expect(configuration.auditLogKeptFiles == 4)
  }

  // MARK: Every key, by both ways

  /// A key, its variable, two good values, and how to tell which one counts.
  struct Row: Sendable, CustomTestStringConvertible {
    let key: String
    let variable: String
    let values: [String]
    let read: @Sendable (Configuration) -> String?
    var testDescription: String { key }

    init(
      _ key: String, _ variable: String, _ values: String...,
      read: @escaping @Sendable (Configuration) -> String?
    ) {
      (self.key, self.variable, self.values, self.read) = (key, variable, values, read)
    }
  }

  static let rows = [
    Row("data_dir", "AUTH_DATA_DIR", "/srv/one", "/srv/two") { String($0.dataDirectory.path("").dropLast()) },
    Row("jwt_secret", "JWT_SECRET", HandMadeToken.key, HandMadeToken.otherKey) { configuration in
      [HandMadeToken.key, HandMadeToken.otherKey].first {
        [SigningKey(SecretBytes(bytes($0)))] == configuration.signingKeys
      }
    },
    Row("password_hash", "AUTH_PASSWORD_HASH", "bcrypt:12", "scrypt:15:8:3") { configuration in
      ["bcrypt:12", "scrypt:15:8:3"].first { PasswordHashSetting(bytes($0)) == configuration.passwordHash }
    },
    Row("password_min_length", "AUTH_PASSWORD_MIN_LENGTH", "15", "64") { "\($0.passwordMinCharacters)" },
    Row("password_blocklist", "AUTH_PASSWORD_BLOCKLIST", "/srv/one.txt", "/srv/the other.txt") {
      $0.passwordBlocklist?.path
    },
    Row("token_lifetime", "AUTH_TOKEN_LIFETIME", "60", "31536000") { "\($0.tokenLifetimeSeconds)" },
    Row("session_lifetime", "AUTH_SESSION_LIFETIME", "60", "31536000") { "\($0.sessionSeconds)" },
    Row("session_idle", "AUTH_SESSION_IDLE", "60", "31536000") { "\($0.sessionIdleSeconds)" },
    Row("session_short_lifetime", "AUTH_SESSION_SHORT_LIFETIME", "60", "31536000") {
      "\($0.shortSessionSeconds)"
    },
    Row("cookie_name", "AUTH_COOKIE_NAME", "session", "__Host-s") { $0.cookieName?.text },
    Row("cookie_secure", "AUTH_COOKIE_SECURE", "always", "never") { "\($0.cookieSecure)" },
    Row("issuer", "AUTH_ISSUER", "https://a.example/", "é # = \"x\"") { $0.issuer },
    Row("audience", "AUTH_AUDIENCE", "https://a.example/", "b") { $0.audience },
    Row("stateless", "AUTH_STATELESS", "yes", "no") { $0.isStateless ? "yes" : "no" },
    Row("trusted_proxies", "AUTH_TRUSTED_PROXIES", "192.0.2.1", "10.0.0.0/8, 2001:db8::/32") {
      configuration in
      ["192.0.2.1": ["192.0.2.1"], "10.0.0.0/8, 2001:db8::/32": ["10.0.0.0/8", "2001:db8::/32"]]
        .first { $0.value.compactMap { AddressRange($0) } == configuration.trustedProxies }?.key
    },
    Row(
      "trusted_origins", "AUTH_TRUSTED_ORIGINS", "https://app.example.com",
      "http://localhost:3000,https://b.example"
    ) { configuration in
      configuration.trustedOrigins.isEmpty
        ? nil : configuration.trustedOrigins.map(\.text).joined(separator: ",")
    },
    Row("hsts", "AUTH_HSTS", "31536000", "off") { $0.hstsSeconds.map { "\($0)" } ?? "off" },
    Row("login_redirect", "AUTH_LOGIN_REDIRECT", "/members/", "/?a=b") { $0.loginRedirect?.text },
    Row("logout_redirect", "AUTH_LOGOUT_REDIRECT", "/bye.html", "/") { $0.logoutRedirect?.text },
    Row("site_name", "AUTH_SITE_NAME", "Chess club", "Ada & Söhne") { $0.look.siteName },
    Row("logo", "AUTH_LOGO", "/logo.svg", "https://cdn.example.com/logo.png") { $0.look.logo?.text },
    Row("home", "AUTH_HOME", "/club/", "https://www.example.com") { $0.look.home?.text },
    Row("accent", "AUTH_ACCENT", "#1f57c3", "#8b1a1a") { $0.look.accent?.light.css },
    Row("links", "AUTH_LINKS", "Privacy /privacy.html", "Über uns https://a.example/b,Imprint /i") {
      let links = $0.look.links.map { "\($0.text) \($0.address.text)" }
      return links.isEmpty ? nil : links.joined(separator: ",")
    },
    Row("stylesheet", "AUTH_STYLESHEET", "/style.css", "https://cdn.example.com/a.css") {
      $0.look.stylesheet?.text
    },
    Row("pages_dir", "AUTH_PAGES_DIR", "/srv/pages", "/srv/other pages") { $0.look.folder?.path },
    Row("login_page", "AUTH_LOGIN_PAGE", "/sign-in/login.cgi", "/login") { $0.loginPage?.text },
    Row(
      "guard_interpreter", "AUTH_GUARD_INTERPRETER", ".php /usr/bin/php-cgi",
      ".py /usr/bin/python3,.pl /usr/bin/perl"
    ) { configuration in
      let interpreters = configuration.guardInterpreters.map {
        String(decoding: $0.suffix + [0x20] + $0.program, as: UTF8.self)
      }
      return interpreters.isEmpty ? nil : interpreters.joined(separator: ",")
    },
    Row("throttle", "AUTH_THROTTLE", "off", "on") { $0.throttle.isOn ? "on" : "off" },
    Row("throttle_free_tries", "AUTH_THROTTLE_FREE_TRIES", "1", "1000") { "\($0.throttle.freeTries)" },
    Row("throttle_network_free_tries", "AUTH_THROTTLE_NETWORK_FREE_TRIES", "1", "65000") {
      "\($0.throttle.networkFreeTries)"
    },
    Row("throttle_address_free_tries", "AUTH_THROTTLE_ADDRESS_FREE_TRIES", "1", "65000") {
      "\($0.throttle.addressFreeTries)"
    },
    Row("throttle_registration_free_tries", "AUTH_THROTTLE_REGISTRATION_FREE_TRIES", "1", "65000") {
      "\($0.throttle.registrationFreeTries)"
    },
    Row("registrations_per_hour", "AUTH_REGISTRATIONS_PER_HOUR", "1", "65000") {
      "\($0.throttle.registrationsPerHour)"
    },
    Row("throttle_max_wait", "AUTH_THROTTLE_MAX_WAIT", "1", "86400") { "\($0.throttle.maxWaitSeconds)" },
    Row("throttle_memory", "AUTH_THROTTLE_MEMORY", "60", "31536000") { "\($0.throttle.memorySeconds)" },
    Row("hash_slots", "AUTH_HASH_SLOTS", "1", "256") { $0.hashSlots.map { "\($0)" } },
    Row("audit_log", "AUTH_AUDIT_LOG", "off", "on") { $0.isAuditLogOn ? "on" : "off" },
    Row("audit_log_max_size", "AUTH_AUDIT_LOG_MAX_SIZE", "4096", "1073741824") { "\($0.auditLogMaxBytes)" },
    Row("audit_log_keep", "AUTH_AUDIT_LOG_KEEP", "1", "99") { "\($0.auditLogKeptFiles)" },
    Row("fastcgi_max_requests", "AUTH_FASTCGI_MAX_REQUESTS", "1", "10000000") { "\($0.fastCGIMaxRequests)" },
    Row("site_url", "AUTH_SITE_URL", "https://club.example", "http://127.0.0.1:8080") {
      mail($0)?.siteURL?.text
    },
    Row("programs_path", "AUTH_PROGRAMS_PATH", "/cgi/", "/") {
      let path = mail($0)?.programsPath.text
      return path == "/cgi-bin/" ? nil : path
    },
    Row("mail_from", "AUTH_MAIL_FROM", "a@club.example", "b@club.example") { mail($0)?.from?.text },
    Row("mail_per_hour", "AUTH_MAIL_PER_HOUR", "2", "65000") { mail($0).map { "\($0.perHour)" } },
    Row("login_by_mail", "AUTH_LOGIN_BY_MAIL", "on", "off") { mail($0).map { $0.logsIn ? "on" : "off" } },
    Row("admin_group", "AUTH_ADMIN_GROUP", "board", "Vorstand-ü") {
      let name = (try? Administrators($0))?.groupName
      return name == "admin" ? nil : name
    },
    Row("admins", "AUTH_ADMINS", "x1", "x1,x2") {
      let ids = (try? Administrators($0))?.ids.map { String(decoding: $0, as: UTF8.self) } ?? []
      return ids.isEmpty ? nil : ids.joined(separator: ",")
    },
    Row(
      "guard_require", "AUTH_GUARD_REQUIRE", "/srv/www/staff group staff",
      "/srv/a group staff board,/srv/the b group c"
    ) { configuration in
      let rules = (try? GuardRules(configuration))?.rules.map { rule in
        "\(rule.folder) group "
          + rule.requirement.groups.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
      }
      return rules?.isEmpty ?? true ? nil : rules?.joined(separator: ",")
    },
    Row("registration", "AUTH_REGISTRATION", "invite", "approval") {
      let mode = registration($0)?.mode
      return mode == .open ? nil : mode?.rawValue
    },
    Row("registration_domains", "AUTH_REGISTRATION_DOMAINS", "a.example", "a.example,b.example") {
      let domains = registration($0)?.domains.map { String(decoding: $0, as: UTF8.self) }
      return domains?.isEmpty ?? true ? nil : domains?.joined(separator: ",")
    },
    Row("confirm_email", "AUTH_CONFIRM_EMAIL", "required", "off") {
      registration($0).map { $0.confirmsEmail ? "required" : "off" }
    },
    Row("guard_index", "AUTH_GUARD_INDEX", "index.php", "index.php,start.html") {
      let names = (try? GuardSettings($0))?.index.map { String(decoding: $0, as: UTF8.self) }
      return names == ["index.html"] ? nil : names?.joined(separator: ",")
    },
    Row("guard_sendfile", "AUTH_GUARD_SENDFILE", "on", "off") {
      (try? GuardSettings($0)).map { $0.isSentByServer ? "on" : "off" }
    },
    Row("mail", "AUTH_MAIL", "off", "file:/var/mail/test") {
      switch (try? MailSettings($0))?.route {
      case .off: "off"
      case .maildir(let path): "file:" + path
      default: nil
      }
    },
    Row("sendmail", "AUTH_SENDMAIL", "/usr/lib/sendmail", "/opt/mail/sendmail") {
      (try? MailSettings($0))?.program
    },
    Row("tls_ca_file", "AUTH_TLS_CA_FILE", "/etc/ca.pem", "/opt/ca.pem") {
      (try? MailSettings($0))?.authorities
    },
  ]

  private static func mail(_ configuration: Configuration) -> SiteMail? {
    var mail = SiteMail()
    do { try configuration.read(SiteMail.all, into: &mail) } catch { return nil }
    return mail
  }

  private static func registration(_ configuration: Configuration) -> RegistrationRules? {
    var rules = RegistrationRules()
    do { try configuration.read(RegistrationRules.all, into: &rules) } catch { return nil }
    return rules
  }

  @Test func knowsNoOtherKeys() {
    let common = Setting.common.map { [$0.key.description, $0.variable.description] }
    let ofFeatures = SettingKey.ofFeatures.map { [$0.key.description, $0.variable.description] }
    #expect(common + ofFeatures == Self.rows.map { [$0.key, $0.variable] })
    let ofGuard = GuardSettings.all.map { [$0.key.description, $0.variable.description] }
    let ofRules = GuardRules.all.map { [$0.key.description, $0.variable.description] }
    let ofMail = SiteMail.all.map { [$0.key.description, $0.variable.description] }
    let ofRegistration = RegistrationRules.all.map { [$0.key.description, $0.variable.description] }
    let ofSend = MailSettings.all.map { [$0.key.description, $0.variable.description] }
    let ofAdministrators = Administrators.all.map { [$0.key.description, $0.variable.description] }
    #expect(ofFeatures == ofMail + ofAdministrators + ofRules + ofRegistration + ofGuard + ofSend)
  }

  @Test(arguments: rows)
  func readsAKeyByFileAndByEnvironment(row: Row) throws {
    for value in row.values {
      #expect(try row.read(configuration(file: "\(row.key) = \(value)\n")) == value)
      #expect(try row.read(configuration(file: "", [row.variable: value])) == value)
    }
  }

  @Test(arguments: rows)
  func letsTheEnvironmentWin(row: Row) throws {
    let configuration = try configuration(
      file: "\(row.key) = \(row.values[0])\n", [row.variable: row.values[1]])
    #expect(row.read(configuration) == row.values[1])
  }

  @Test(arguments: [("list.txt", "cgi-bin/list.txt"), ("../lists/l.txt", "cgi-bin/../lists/l.txt")])
  func readsAPathFromTheFolderOfTheProgram(value: String, path: String) throws {
    #expect(
      try configuration(["AUTH_PASSWORD_BLOCKLIST": value]).passwordBlocklist?.path == folder.path(path))
  }

  // MARK: Bad values

  static let badValues: [(String, [String])] = [
    ("site_url", ["heron.test", "https://heron.test/", "https://u@heron.test", "ftp://heron.test"]),
    ("programs_path", ["cgi-bin/", "/cgi-bin", "//cgi-bin/", "/cgi?/", "/a#/"]),
    ("mail_from", ["heron.test", "Club <a@heron.test>", "a@b@c"]),
    ("mail_per_hour", ["0", "1", "65001", "many"]),
    ("registration_domains", [",", "@club.example", "club..example", "*.example"]),
    ("login_by_mail", ["yes", "On"]),
    ("confirm_email", ["on", "yes", "Required"]),
    ("jwt_secret", ["short-secret", String(repeating: "q", count: 31)]),
    ("token_lifetime", ["0", "-60", "3600s", "1e3", "31536001", "99999999999999999999", "60 ", "an hour"]),
    (
      "password_hash",
      ["scrypt:19:8:1", "scrypt:13:8", "bcrypt:3", "bcrypt:32", "argon2id:1", "SCRYPT:14:8:5", "plain"]
    ),
    ("password_min_length", ["0", "65", "-8", "eight", "8.0"]),
    ("password_blocklist", ["~/list.txt", "\"list.txt\""]),
    ("cookie_name", ["a b", "a=b", "a;b", "sess\u{EF}on", "\"quoted\"", String(repeating: "n", count: 65)]),
    ("cookie_secure", ["yes", "Always", "true", "1"]),
    ("issuer", [String(repeating: "i", count: 256)]),
    ("audience", [String(repeating: "u", count: 256)]),
    (
      "trusted_proxies", ["localhost", "10.0.0.0/33", "10.0.0.1, example.com", "10.0.0.0-10.0.0.9", ",", "*"]
    ),
    (
      "trusted_origins",
      [
        "null", "sso.example.org", "https://sso.example.org/", "https://sso.example.org:443",
        "https://*.example.com", "https://a.example, b.example", "https://u@a.example", ",", "*",
      ]
    ),
    ("login_redirect", ["members/", "//evil.example/", "https://evil.example/", "/\\evil", "javascript:x"]),
    ("logout_redirect", ["members/", "//evil.example/", "https://evil.example/"]),
    ("site_name", [String(repeating: "s", count: 256)]),
    (
      "logo",
      ["logo.svg", "//cdn.example.com/logo.svg", "data:image/svg+xml,x", "https://a.example/;script-src *"]
    ),
    ("home", ["home.html", "//evil.example/", "javascript:x"]),
    ("accent", ["8b1a1a", "#8b1", "#8b1a1g", "#8b1a1a80", "red", "rgb(1,2,3)"]),
    (
      "links",
      ["/imprint.html", "Imprint", "Imprint imprint.html", "Privacy /a, Imprint", ",", "X javascript:x"]
    ),
    (
      "stylesheet",
      ["style.css", "//cdn.example.com/a.css", "https://a.example/;script-src *", "javascript:x"]
    ),
    ("pages_dir", ["~/pages", "\"pages\""]),
    (
      "login_page",
      [
        "login.cgi", "//evil.example/login.cgi", "https://example.com/login.cgi", "/\\evil.example",
        "/login?site=1", "/login#form",
      ]
    ),
    (
      "guard_interpreter",
      [
        ".phtml", "phtml /bin/php", ".phtml php-cgi", ".x /bin/x -q", ".x /a, .py", ",", "/bin/pp",
        ".p/p /bin/x",
      ]
    ),
    (
      "guard_require",
      [
        "/srv/www staff", "group board", "/srv/www group", "~/www group staff", "/a group b, /c",
        "/a group b:c", ",",
      ]
    ),
    ("admin_group", ["a,b", "a:b", "a b", String(repeating: "a", count: 65)]),
    ("admins", [",", String(repeating: "a", count: 65)]),
    ("guard_index", [".htaccess", "../index.html", "/index.html", "sub/index.html", ","]),
    ("throttle", ["yes", "ON", "0", "true"]),
    ("throttle_free_tries", ["0", "1001", "-5", "five", "5.0", "99999999999999999999"]),
    ("throttle_network_free_tries", ["0", "65001", "-5", "many"]),
    ("throttle_address_free_tries", ["0", "65001", "-5", "many"]),
    ("throttle_registration_free_tries", ["0", "65001", "-5", "off"]),
    ("registrations_per_hour", ["0", "65001", "-5", "1/s"]),
    ("throttle_max_wait", ["0", "86401", "15m", "1e3"]),
    ("throttle_memory", ["59", "31536001", "1 day"]),
    ("hsts", ["on", "-1", "63072001", "1 year", "max-age=1", "31536000; preload"]),
    ("hash_slots", ["0", "257", "-1", "auto"]),
    ("stateless", ["Yes", "true", "1", "on"]),
    ("audit_log", ["yes", "ON", "1", "true", "/var/log/auth"]),
    ("audit_log_max_size", ["0", "4095", "1073741825", "1M", "-4096", "5e3", "99999999999999999999"]),
    ("audit_log_keep", ["0", "100", "-1", "four"]),
    ("fastcgi_max_requests", ["0", "10000001", "-1", "many"]), ("guard_sendfile", ["yes", "1", "On"]),
  ]

  @Test(arguments: badValues)
  func namesTheVariableOfABadValueAndNotTheValue(key: String, values: [String]) throws {
    let row = try #require(Self.rows.first { $0.key == key })
    for value in values + ["bad\rvalue", "bad\nvalue", "bad\u{1}value", ""] {
      let error = #expect(throws: ConfigurationError.self) { try configuration([row.variable: value]) }
      let text = try #require(error?.text)
      #expect(error?.place == .variable(row.variable))
      #expect(text.hasPrefix(row.variable + " must "))
      #expect(value.utf8.count < 4 || !text.contains(value), "\(text)")
    }
  }

  @Test(arguments: badValues)
  func namesTheLineOfABadValueAndNotTheValue(key: String, values: [String]) throws {
    // Spaces around a value are not part of it in a file.
    for value in values.filter({ !$0.hasSuffix(" ") }) + ["bad\u{1}value", "bad\rvalue", "bad\u{0}value", ""]
    {
      let error = #expect(throws: ConfigurationError.self) {
        try configuration(file: "# settings\n\n\(key) = \(value)\n")
      }
      let text = try #require(error?.text)
      #expect(error?.place == .line(3, of: "auth.conf"))
      #expect(text.hasPrefix("auth.conf line 3: \(key) must "))
      #expect(value.utf8.count < 4 || !text.contains(value), "\(text)")
    }
  }

  @Test(arguments: [
    "issuer", "audience", "data_dir", "password_blocklist", "site_name", "pages_dir",
  ])
  func refusesTextThatIsNotUTF8(key: String) throws {
    try folder.write("auth-data/auth.conf", bytes("\(key) = ") + [0xFF, 0x0A])
    let error = #expect(throws: ConfigurationError.self) { try configuration() }
    #expect(error?.place == .line(1, of: "auth.conf"))
  }

  /// The file is read whole: a mistake does not wait for the day the variable goes.
  @Test func refusesABadLineThatTheEnvironmentOverrules() throws {
    #expect(throws: ConfigurationError(.line(1, of: "auth.conf"), "issuer must not be empty")) {
      try configuration(file: "issuer =\n", ["AUTH_ISSUER": "a"])
    }
  }

  @Test(arguments: ["__Host-a", "__Secure-a", "__host-a"])
  func refusesACookieThatBrowsersWouldNotTake(name: String) throws {
    _ = try configuration(["AUTH_COOKIE_NAME": name])
    _ = try configuration(["AUTH_COOKIE_NAME": name, "AUTH_COOKIE_SECURE": "always"])
    let error = #expect(throws: ConfigurationError.self) {
      try configuration(["AUTH_COOKIE_NAME": name, "AUTH_COOKIE_SECURE": "never"])
    }
    #expect(error?.place == .setting("cookie_name"))
  }
}
