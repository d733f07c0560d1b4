extension Setting<Configuration> {
  // Where things are kept

  /// The folder for everything that is kept, `auth.conf` too. It is relative to the folder of the program.
  /// Default: `../auth-data`, or a folder beside the document root
  /// ([host.md](host.md#4-look-where-your-data-goes)).
  static let dataDirectory = Setting("data_dir", "AUTH_DATA_DIR") { value, configuration in
    guard isPath(value) else {
      return "must be the path of a folder, written out"
    }
    configuration.dataDirectory = configuration.dataDirectory.moved(to: configuration.resolved(value))
    return nil
  }

  /// What every program knows.
  static let common: [Setting] = [
    dataDirectory,
    /// The secret that signs tokens: at least 32 bytes, by chance. The log warns of one that can be guessed
    /// (`weak-secret`).
    /// Default: `secret.key` in the data folder, made on first use.
    Setting("jwt_secret", "JWT_SECRET") { value, configuration in
      guard let key = SigningKey(SecretBytes(value)) else { return "must have at least 32 bytes" }
      configuration.signingKeys = [key]
      return nil
    },

    // Passwords

    /// How new passwords are hashed: `scrypt:log2N:r:p`, at most 256 MiB (128 · 2^log2N · r bytes), or
    /// `bcrypt:cost`, 4 to 31.
    /// Default: `scrypt:14:8:5`.
    Setting("password_hash", "AUTH_PASSWORD_HASH") { value, configuration in
      guard let setting = PasswordHashSetting(value) else {
        return
          "must be scrypt:log2N:r:p within 256 MiB, such as scrypt:14:8:5, or bcrypt:cost with a cost from 4 to 31"
      }
      configuration.passwordHash = setting
      return nil
    },
    /// The fewest characters (Unicode code points) of a new password.
    Setting("password_min_length", "AUTH_PASSWORD_MIN_LENGTH", of: "characters", 1...64) {
      $0.passwordMinCharacters = $1
    },
    /// A text file of further passwords to refuse, one a line, of any size. 100 MB cost a registration 0.2 s
    /// here. It is relative to the folder of the program.
    /// Default: none.
    Setting("password_blocklist", "AUTH_PASSWORD_BLOCKLIST") { value, configuration in
      guard isPath(value) else {
        return "must be the path of a file, written out"
      }
      configuration.passwordBlocklist = PasswordBlocklist(path: configuration.resolved(value))
      return nil
    },

    // Tokens and the cookie

    /// How long an access token is good. The session that it belongs to gives the browser the next one.
    Setting("token_lifetime", "AUTH_TOKEN_LIFETIME", of: "seconds", 1...31_536_000) {
      $0.tokenLifetimeSeconds = $1
    },
    /// How long somebody stays logged in who asked for that (`remember`), people and programs.
    Setting("session_lifetime", "AUTH_SESSION_LIFETIME", of: "seconds", 60...31_536_000) {
      $0.sessionSeconds = $1
    },
    /// The same without coming back.
    Setting("session_idle", "AUTH_SESSION_IDLE", of: "seconds", 60...31_536_000) {
      $0.sessionIdleSeconds = $1
    },
    /// How long somebody stays logged in who did not ask for that, at most: until the browser is closed.
    Setting("session_short_lifetime", "AUTH_SESSION_SHORT_LIFETIME", of: "seconds", 60...31_536_000) {
      $0.shortSessionSeconds = $1
    },
    /// The name of the cookie.
    /// Default: `authToken`, on HTTPS `__Host-authToken`.
    Setting("cookie_name", "AUTH_COOKIE_NAME") { value, configuration in
      guard value.count <= 64, let name = CookieName(String(decoding: value, as: UTF8.self)) else {
        return "must be at most 64 letters, digits and other characters of an HTTP token"
      }
      configuration.cookieName = name
      return nil
    },
    /// When the cookie is `Secure`: `auto` (on HTTPS), `always` or `never`.
    /// Default: `auto`.
    Setting("cookie_secure", "AUTH_COOKIE_SECURE") { value, configuration in
      guard let secure = AuthCookies.Secure(word: value) else {
        return "must be auto, always or never"
      }
      configuration.cookieSecure = secure
      return nil
    },
    /// The `iss` of every token. A token without it is refused.
    /// Default: none.
    Setting("issuer", "AUTH_ISSUER") { value, configuration in
      guard let name = shortText(value) else { return "must be at most 255 bytes of UTF-8" }
      configuration.issuer = name
      return nil
    },
    /// The `aud` of every token. A token without it is refused.
    /// Default: none.
    Setting("audience", "AUTH_AUDIENCE") { value, configuration in
      guard let name = shortText(value) else { return "must be at most 255 bytes of UTF-8" }
      configuration.audience = name
      return nil
    },
    /// Whether tokens are judged by signature and time alone. Logout then only clears the cookie. A copied
    /// token, or one of a removed user, stays good until it expires.
    Setting("stateless", "AUTH_STATELESS", yes: "yes", no: "no") { $0.isStateless = $1 },

    // Other sites, proxies and HTTPS

    /// Addresses and ranges (`10.0.0.0/8`), separated by commas, whose `X-Forwarded-Proto` and
    /// `X-Forwarded-For` are believed. A field that arrives twice is not believed.
    /// Default: none.
    Setting("trusted_proxies", "AUTH_TRUSTED_PROXIES") { value, configuration in
      let ranges = words(value).map { AddressRange(String(decoding: $0, as: UTF8.self)) }
      guard !ranges.isEmpty, !ranges.contains(nil) else {
        return "must be IP addresses or ranges such as 10.0.0.0/8, separated by commas"
      }
      configuration.trustedProxies = ranges.compactMap { $0 }
      return nil
    },
    /// Origins (`https://app.example.com`), separated by commas, whose pages may register, log in and log out
    /// here.
    /// Default: none.
    Setting("trusted_origins", "AUTH_TRUSTED_ORIGINS") { value, configuration in
      let origins = words(value).map { Origin($0) }
      guard !origins.isEmpty, !origins.contains(nil) else {
        return
          "must be origins as browsers send them, such as https://app.example.com, separated by commas: no path, no default port"
      }
      configuration.trustedOrigins = origins.compactMap { $0 }
      return nil
    },
    /// For how many seconds, 0 to 63072000, browsers are to use this *host* by HTTPS alone
    /// (`Strict-Transport-Security` on answers by HTTPS, guarded files among them). It holds for everything
    /// on the host, not only for the programs, and cannot be taken back at once. Set it when everything works
    /// by HTTPS: first `300`, later `31536000`.
    /// Default: `off`.
    Setting("hsts", "AUTH_HSTS") { value, configuration in
      let seconds = wholeNumber(value)
      guard value.isEqual(to: "off") || (seconds.map { $0 <= 63_072_000 } ?? false) else {
        return "must be off, or a whole number of seconds from 0 to 63072000"
      }
      configuration.hstsSeconds = seconds
      return nil
    },

    // Pages

    /// Where a browser goes after login if no page sent it there: a path of this site.
    /// Default: `protected.cgi`.
    Setting("login_redirect", "AUTH_LOGIN_REDIRECT") { value, configuration in
      configuration.loginRedirect = LocalPath(value)
      return configuration.loginRedirect == nil ? localPathRequirement : nil
    },
    /// Where a browser goes after logout: a path of this site.
    /// Default: `login.cgi`, with a notice.
    Setting("logout_redirect", "AUTH_LOGOUT_REDIRECT") { value, configuration in
      configuration.logoutRedirect = LocalPath(value)
      return configuration.logoutRedirect == nil ? localPathRequirement : nil
    },
    /// The text above every page, at most 255 bytes. It is a link to `home`.
    /// Default: none.
    Setting("site_name", "AUTH_SITE_NAME") { value, configuration in
      guard let name = shortText(value) else { return "must be at most 255 bytes of UTF-8" }
      configuration.look.siteName = name
      return nil
    },
    /// A picture in the place of `site_name`: `/logo.svg`, or a URL. It is shown up to 64 pixels high.
    /// Default: none.
    Setting("logo", "AUTH_LOGO") { value, configuration in
      configuration.look.logo = SiteAddress(value)
      return configuration.look.logo == nil ? addressRequirement : nil
    },
    /// Where name, logo and the links to the start page lead: a path of this site, or a URL.
    /// Default: `/`.
    Setting("home", "AUTH_HOME") { value, configuration in
      configuration.look.home = SiteAddress(value)
      return configuration.look.home == nil ? addressRequirement : nil
    },
    /// The colour of buttons and links, as `#1f57c3`. Where it would be hard to read it is made darker, and
    /// lighter on the dark page ([pages.md](pages.md#your-own-look)).
    /// Default: a blue.
    Setting("accent", "AUTH_ACCENT") { value, configuration in
      configuration.look.accent = AccentColor(value)
      return configuration.look.accent == nil ? "must be # and six hexadecimal digits, such as #1f57c3" : nil
    },
    /// Links below every page: texts and addresses, such as `Privacy /privacy.html, Imprint /imprint.html`.
    /// Default: none.
    Setting("links", "AUTH_LINKS") { value, configuration in
      let links = value.split(separator: UInt8(ascii: ",")).map { PageLook.Link($0) }
      guard !links.isEmpty, !links.contains(where: { $0 == nil }) else {
        return "must be texts and addresses, such as Privacy /privacy.html, separated by commas"
      }
      configuration.look.links = links.compactMap { $0 }
      return nil
    },
    /// A style sheet to add to the pages: `/style.css`, or a URL. Its fonts and pictures may come from the
    /// same place.
    /// Default: none.
    Setting("stylesheet", "AUTH_STYLESHEET") { value, configuration in
      configuration.look.stylesheet = SiteAddress(value)
      return configuration.look.stylesheet == nil ? addressRequirement : nil
    },
    /// A folder of your own page templates ([pages.md](pages.md#your-own-templates)). It is relative to the
    /// folder of the program.
    /// Default: none.
    Setting("pages_dir", "AUTH_PAGES_DIR") { value, configuration in
      guard isPath(value) else {
        return "must be the path of a folder, written out"
      }
      configuration.look.folder = PageFolder(path: configuration.resolved(value))
      return nil
    },
    /// The path of `login.cgi` in URLs.
    /// Default: `login.cgi` beside the program; for `guard.cgi` under lighttpd `/cgi-bin/login.cgi`.
    Setting("login_page", "AUTH_LOGIN_PAGE") { value, configuration in
      // A query is put behind it.
      let isPath = !value.contains { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
      configuration.loginPage = isPath ? LocalPath(value) : nil
      return configuration.loginPage == nil
        ? "must be a path of this site that begins with one /, without ? and #" : nil
    },

    // Guarded folders

    /// What runs files in guarded folders: suffixes and paths of programs, such as
    /// `.php /usr/bin/php-cgi, .py /usr/bin/python3`.
    /// Default: none.
    Setting("guard_interpreter", "AUTH_GUARD_INTERPRETER") { value, configuration in
      let interpreters = value.split(separator: UInt8(ascii: ",")).map { GuardInterpreter($0) }
      guard !interpreters.isEmpty, !interpreters.contains(nil) else {
        return
          "must be suffixes and the paths of programs, such as .php /usr/bin/php-cgi, separated by commas"
      }
      configuration.guardInterpreters = interpreters.compactMap { $0 }
      return nil
    },

    // Limits on logins and registrations

    /// Whether failed logins and registrations are counted. Turn it off for tests and load generators.
    Setting("throttle", "AUTH_THROTTLE", yes: "on", no: "off") { $0.throttle.isOn = $1 },
    /// Failures for one address from one network before there are waits.
    Setting("throttle_free_tries", "AUTH_THROTTLE_FREE_TRIES", of: "tries", 1...1_000) {
      $0.throttle.freeTries = $1
    },
    /// Failures from one network, whatever the addresses, before there are waits. Raise it for an office of
    /// some hundred people behind one address.
    Setting("throttle_network_free_tries", "AUTH_THROTTLE_NETWORK_FREE_TRIES", of: "tries", 1...65_000) {
      $0.throttle.networkFreeTries = $1
    },
    /// Failures for one address from anywhere, after which networks new to it have one free try.
    Setting("throttle_address_free_tries", "AUTH_THROTTLE_ADDRESS_FREE_TRIES", of: "tries", 1...65_000) {
      $0.throttle.addressFreeTries = $1
    },
    /// Registrations from one network before there are waits. Raise it while a school class or a meeting
    /// registers.
    Setting(
      "throttle_registration_free_tries", "AUTH_THROTTLE_REGISTRATION_FREE_TRIES", of: "tries", 1...65_000
    ) {
      $0.throttle.registrationFreeTries = $1
    },
    /// Registrations in an hour, from anywhere.
    Setting("registrations_per_hour", "AUTH_REGISTRATIONS_PER_HOUR", of: "registrations", 1...65_000) {
      $0.throttle.registrationsPerHour = $1
    },
    /// The longest wait.
    Setting("throttle_max_wait", "AUTH_THROTTLE_MAX_WAIT", of: "seconds", 1...86_400) {
      $0.throttle.maxWaitSeconds = $1
    },
    /// How long after its first failure or registration a count is forgotten.
    Setting("throttle_memory", "AUTH_THROTTLE_MEMORY", of: "seconds", 60...31_536_000) {
      $0.throttle.memorySeconds = $1
    },
    /// How many password hashes are computed at once.
    /// Default: the number of processors that the programs may use, 4 at most.
    Setting("hash_slots", "AUTH_HASH_SLOTS", of: "slots", 1...HashSlots.maxCount) { $0.hashSlots = $1 },

    // The audit log

    /// Whether to write `audit.log`.
    Setting("audit_log", "AUTH_AUDIT_LOG", yes: "on", no: "off") { $0.isAuditLogOn = $1 },
    /// How long `audit.log` gets before a new one begins.
    Setting("audit_log_max_size", "AUTH_AUDIT_LOG_MAX_SIZE", of: "bytes", 4096...1_073_741_824) {
      $0.auditLogMaxBytes = $1
    },
    /// How many old ones are kept, `audit.log.1` the newest.
    Setting("audit_log_keep", "AUTH_AUDIT_LOG_KEEP", of: "files", 1...99) { $0.auditLogKeptFiles = $1 },

    // Programs that stay

    /// How many requests a process answers by FastCGI ([fastcgi.md](fastcgi.md)) before it starts itself
    /// anew.
    Setting("fastcgi_max_requests", "AUTH_FASTCGI_MAX_REQUESTS", of: "requests", 1...10_000_000) {
      $0.fastCGIMaxRequests = $1
    },
  ]

  /// Whether this can be a path; `~` stands for a folder in a shell alone.
  private static func isPath(_ value: [UInt8]) -> Bool { value.isUTF8 && value.first != UInt8(ascii: "~") }

  private static let localPathRequirement: StaticString = "must be a path of this site that begins with one /"

  private static let addressRequirement: StaticString =
    "must be a path of this site that begins with one /, or a URL that begins with https://"

  private static func shortText(_ value: [UInt8]) -> String? {
    value.count <= 255 && value.isUTF8 ? String(decoding: value, as: UTF8.self) : nil
  }
}

extension PasswordHashSetting {
  /// What new passwords are hashed with when nothing is set: `scrypt:14:8:5`, 16 MiB.
  static let recommended = PasswordHashSetting.scrypt(.recommended)

  /// Reads `scrypt:log2N:r:p` or `bcrypt:cost`.
  init?(_ text: [UInt8]) {
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    let numbers = parts.dropFirst().compactMap { wholeNumber($0) }
    guard numbers.count == parts.count - 1 else { return nil }
    if parts[0].isEqual(to: "scrypt"), numbers.count == 3,
      let parameters = ScryptParameters(log2N: numbers[0], r: numbers[1], p: numbers[2])
    {
      self = .scrypt(parameters)
    } else if parts[0].isEqual(to: "bcrypt"), numbers.count == 1, BcryptHash.costRange.contains(numbers[0]) {
      self = .bcrypt(cost: numbers[0])
    } else {
      return nil
    }
  }
}
