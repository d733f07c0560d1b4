/// Everything an administrator can set. Without any setting it is secure.
public struct Configuration: Sendable {
  /// The folder for everything the programs keep (`data_dir`).
  package var dataDirectory: DataDirectory
  /// The key to sign with (`jwt_secret`); none for those of the key file.
  var signingKeys: [SigningKey] = []
  /// How long a login lasts, in seconds (`token_lifetime`): 1 to 31,536,000, a year.
  var tokenLifetimeSeconds = 3600
  /// How long a session lasts that is remembered, in seconds (`session_lifetime`): 60 to 31,536,000, a year.
  var sessionSeconds = 2_592_000
  /// How long it lasts without being renewed (`session_idle`): the same range.
  var sessionIdleSeconds = 1_209_600
  /// How long a session lasts that ends with its browser, at most (`session_short_lifetime`): the same range.
  var shortSessionSeconds = 43_200
  /// How new passwords are hashed (`password_hash`).
  var passwordHash = PasswordHashSetting.recommended
  /// The fewest characters a new password may have (`password_min_length`): 1 to 64.
  package var passwordMinCharacters = 8
  /// A file of further passwords that are refused, one a line (`password_blocklist`): a path of
  /// any length; none by default.
  package var passwordBlocklist: PasswordBlocklist?
  /// The cookie's name (`cookie_name`); nil for the default, which depends on HTTPS.
  var cookieName: CookieName?
  /// When the cookie is for HTTPS only (`cookie_secure`).
  var cookieSecure = AuthCookies.Secure.auto
  /// What tokens name as their issuer, and must name (`issuer`).
  var issuer: String?
  /// Whom tokens are for, and must be for (`audience`).
  var audience: String?
  /// The proxies whose `X-Forwarded-` fields are believed (`trusted_proxies`).
  var trustedProxies: [AddressRange] = []
  /// Other sites whose pages may register, log in and log out here (`trusted_origins`); none by default.
  var trustedOrigins: [Origin] = []
  /// How failed logins and registrations are counted, and what follows.
  var throttle = ThrottlePolicy()
  /// How many password hashes may be computed at once (`hash_slots`): 1 to 256; nil for as many as there are
  /// processors that this process may use, 4 at most.
  var hashSlots: Int?
  /// Whether tokens are judged by their signature and time alone (`stateless`): logout
  /// then only clears the cookie.
  package var isStateless = false
  /// Whether there is an audit log (`audit_log`).
  var isAuditLogOn = true
  /// How long `audit.log` gets before it is put aside, in bytes (`audit_log_max_size`): 4,096 to 2^30, 1 GiB.
  var auditLogMaxBytes = 1 << 20
  /// How many files that were put aside are kept (`audit_log_keep`): 1 to 99.
  var auditLogKeptFiles = 4
  /// Where a browser goes after login when it did not want to go anywhere
  /// (`login_redirect`); nil for protected.cgi.
  var loginRedirect: LocalPath?
  /// Where a browser goes after logout (`logout_redirect`); nil for the login page.
  package var logoutRedirect: LocalPath?
  /// For how many seconds a browser that was here by HTTPS is to come by nothing else (`hsts`): 0 to
  /// 63,072,000, two years; nil to say nothing.
  var hstsSeconds: Int?
  /// How the pages look (`site_name` and those beside it).
  package var look = PageLook()
  /// The URL's path of login.cgi (`login_page`); nil for one beside the program that runs, and for guard.cgi
  /// under lighttpd, which runs in the place of what it guards, for `/cgi-bin/login.cgi`.
  var loginPage: LocalPath?
  /// What runs files of a suffix in guarded folders (`guard_interpreter`); nothing by default.
  package var guardInterpreters: [GuardInterpreter] = []
  /// How many requests a process answers by FastCGI before it starts itself anew (`fastcgi_max_requests`): 1
  /// to 10,000,000.
  var fastCGIMaxRequests = 10_000
  /// The folder the program lies in, which relative folders start from.
  let programDirectory: String
  /// The path of the file that settings were read from, which need not be there.
  private(set) var file = ""
  /// Whether the place of the data follows from what the request says of the document root.
  private(set) var hangsOnRequest = false
  /// What is set for one feature alone: the file's values first.
  private var others: [SetValue] = []

  /// The defaults.
  init(programDirectory: String, _ randomness: Randomness = .system) {
    self.programDirectory = programDirectory
    dataDirectory = DataDirectory(programDirectory + "/../auth-data", randomness)
  }

  /// Reads the settings: the environment's count first, then the file's, then the defaults.
  ///
  /// The file is the one `AUTH_CONF` names, else `auth.conf` in the data directory, which then need not be
  /// there. It is read whole: a mistake in it is an error even where the environment overrules that line.
  mutating func read(_ environment: Environment) throws(ConfigurationError) {
    var refused: DataPlace?
    let request = environment
    // Most of the environment is the request's: the few variables that can be settings are picked out once.
    let environment = environment.variables(withPrefix: "AUTH_", or: "JWT_")
    let variable = Setting.dataDirectory.variable.description
    if let value = environment[variable] {
      try Setting.dataDirectory.apply(value, to: &self, at: .variable(variable))
    } else if !dataDirectory.mayBeThere {
      hangsOnRequest = true
      let place = DataPlace(for: programDirectory, request)
      dataDirectory = dataDirectory.moved(to: place.folder)
      if place.isForEverybody { refused = place }
    }
    let content: ConfigurationFile?
    if let path = environment["AUTH_CONF"] {
      file = resolved(path)
      content = try ConfigurationFile(required: file, SettingKey.place)
    } else {
      file = dataDirectory.path(ConfigurationFile.defaultName)
      content = try ConfigurationFile(optional: file, SettingKey.place)
    }
    if let content { try take(content) }
    for name in environment.names {
      guard let key = SettingKey(variable: name) else { continue }
      let variable = String(decoding: name, as: UTF8.self)
      if let value = environment[variable] { try take(value, for: key, at: .variable(variable)) }
    }
    if let refused, dataDirectory == DataDirectory(refused.folder) { throw refused.problem }
    if let cookieName, cookieName.requiresSecure, cookieSecure == .never {
      throw ConfigurationError(
        .setting("cookie_name"), "begins as browsers allow over HTTPS only, and cookie_secure is never")
    }
  }

  /// Takes over what a file says.
  mutating func take(_ file: ConfigurationFile) throws(ConfigurationError) {
    for line in file.lines {
      try take(line.value, for: SettingKey(line), at: .line(line.number, of: line.file))
    }
  }

  private mutating func take(
    _ value: [UInt8], for key: SettingKey, at place: ConfigurationError.Place
  ) throws(ConfigurationError) {
    if let setting = key.common {
      try setting.apply(value, to: &self, at: place)
    } else {
      others.append(SetValue(key: key.text, value: value, place: place))
    }
  }

  /// The value of a setting of one feature, as it is set; nil where it is not.
  func value(of key: StaticString) -> [UInt8]? { others.last { $0.key.isEqual(to: key) }?.value }

  /// Takes over what is set for one feature.
  ///
  /// - Parameter values: the defaults, and the result.
  /// - Throws: an error that says where a value stands and what it must be.
  package func read<Values>(
    _ settings: [Setting<Values>], into values: inout Values
  ) throws(ConfigurationError) {
    for other in others {
      for setting in settings where setting.key.isEqual(to: other.key) {
        try setting.apply(other.value, to: &values, at: other.place)
      }
    }
  }

  /// The variables for a program that is to have these settings, too: those that the web server gave, but the
  /// secret of access tokens, and where the data is. Nothing of the request is among them.
  func variables(of environment: Environment) -> [[UInt8]] {
    let given = environment.strings.filter { string in
      let name = string.prefix { $0 != UInt8(ascii: "=") }
      return name.isEqual(to: "AUTH_CONF")
        || SettingKey(variable: name) != nil && !name.isEqual(to: "JWT_SECRET")
          && !name.isEqual(to: Setting.dataDirectory.variable)
    }
    return given + [Array("\(Setting.dataDirectory.variable)=\(dataDirectory.path(""))".utf8)]
  }

  /// The audit log as it is set, nil where it is off.
  var auditLog: LogFile? {
    guard isAuditLogOn else { return nil }
    return LogFile(
      name: LogFile.auditLog, directory: dataDirectory, maxBytes: auditLogMaxBytes,
      keptFiles: auditLogKeptFiles)
  }

  /// A folder or file: one without a leading `/` lies relative to the program's own folder.
  package func resolved(_ path: [UInt8]) -> String {
    let path = String(decoding: path, as: UTF8.self)
    return path.utf8.first == UInt8(ascii: "/") ? path : programDirectory + "/" + path
  }
}
