@testable import CGIAuthCore
@testable import CGIAuthGuard

/// A configuration file is refused, in one line that names a place, or leaves every setting within its range:
/// those that every program knows, and the guard's own.
func checkConfiguration(_ input: [UInt8]) {
  var configuration = CGIAuthCore.Configuration(programDirectory: "/srv/cgi-bin")
  do throws(ConfigurationError) {
    let file = try ConfigurationFile(content: input, name: "auth.conf", SettingKey.place)
    for line in file.lines { claim(!line.value.contains(0x0A), "a value has more than one line") }
    try configuration.take(file)
    checkGuard(try GuardSettings(configuration), try GuardRules(configuration))
  } catch {
    claim(error.text.hasPrefix("auth.conf line "), "an error names no line")
    claim(!error.text.utf8.contains(where: \.isASCIIControl), "an error has a control character")
    return
  }
  claim((1...31_536_000).contains(configuration.tokenLifetimeSeconds), "token_lifetime is out of range")
  claim((1...64).contains(configuration.passwordMinCharacters), "password_min_length is out of range")
  switch configuration.passwordHash {
  case .scrypt(let parameters):
    claim(128 * parameters.r << parameters.log2N <= 256 << 20, "scrypt takes more than 256 MiB")
    claim((1...64).contains(parameters.p) && (2...20).contains(parameters.log2N), "scrypt is out of range")
  case .bcrypt(let cost): claim((4...31).contains(cost), "bcrypt is out of range")
  }
  for text in [configuration.issuer, configuration.audience].compactMap({ $0 }) {
    claim((1...255).contains(text.utf8.count), "issuer or audience is out of range")
  }
  if let name = configuration.cookieName {
    claim((1...64).contains(name.text.utf8.count) && name.text.utf8.isToken, "cookie_name is no token")
  }
  claim(configuration.dataDirectory.path("x").hasPrefix("/"), "data_dir hangs on the working directory")
  _ = configuration.trustedProxies.map { $0.contains("192.0.2.1") || $0.contains("2001:db8::1") }
  for origin in configuration.trustedOrigins {
    claim(Origin(Array(origin.text.utf8)) == origin, "an origin does not read back")
    claim(
      !origin.text.hasSuffix("/") && !origin.text.contains("@"), "trusted_origins has more than an origin")
  }
  if let blocklist = configuration.passwordBlocklist {
    claim(blocklist.path.hasPrefix("/"), "password_blocklist hangs on the working directory")
  }
}

private func checkGuard(_ settings: GuardSettings, _ rules: GuardRules) {
  for rule in rules.rules {
    claim(rule.folder.hasPrefix("/"), "guard_require hangs on the working directory")
    checkRequirement(rule.requirement)
  }
  claim(!settings.index.isEmpty, "guard_index is empty")
  for name in settings.index {
    claim(!name.isEmpty && name[0] != UInt8(ascii: "."), "guard_index names something hidden")
    claim(!name.contains(UInt8(ascii: "/")), "guard_index leads elsewhere")
  }
}
