/// The settings that a request came with, and what follows from them. Nothing in it is of one request;
/// nothing is opened before it is used, the signing keys aside.
package final class Site: Sendable {
  package let configuration: Configuration
  package let passwords: PasswordHasher
  package let tokens: TokenAuthority
  /// Nil where it is off.
  let auditLog: AuditLog?
  let randomness: Randomness

  /// The site of the settings that a request came with.
  ///
  /// - Throws: what is wrong with the settings, the data folder or the key file.
  init(
    _ environment: Environment, programDirectory: String, _ randomness: Randomness
  ) throws(Failure) {
    do {
      configuration = try Configuration(environment, programDirectory: programDirectory, randomness)
    } catch { throw Failure(error) }
    if let problem = configuration.dataDirectory.problem(ours: Self.files) { throw Failure(problem) }
    self.randomness = randomness
    auditLog = configuration.auditLog
    passwords = PasswordHasher(setting: configuration.passwordHash, randomness: randomness)
    var keys = configuration.signingKeys
    if keys.isEmpty {
      do { keys = try KeyFile.signing.keys(in: configuration.dataDirectory, randomness) } catch {
        throw Failure(error)
      }
    }
    tokens = TokenAuthority(
      keys: keys, lifetimeSeconds: configuration.tokenLifetimeSeconds, issuer: configuration.issuer,
      audience: configuration.audience)
  }

  /// How the names of our files in the data folder begin.
  static var files: [String] {
    [
      KeyFile.signing.name, KeyFile.private.name, ConfigurationFile.defaultName, Users.tableName + ".",
      Sessions.tableName + ".",
      RevocationEpoch.tablePrefix,
      AuditLog.name, RefusalTable.name, AttemptTable.name, AttemptTable.formerName, HashSlots.name,
    ]
  }
}
