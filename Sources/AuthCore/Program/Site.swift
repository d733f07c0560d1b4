/// The settings that a request came with, and what follows from them. Nothing in it is of one request;
/// nothing is opened before it is used, the signing keys aside.
package final class Site: Sendable {
  package let configuration: Configuration
  package let passwords: PasswordHasher
  package let tokens: TokenAuthority
  /// Nil where it is off.
  let auditLog: LogFile?
  let errorLog: ErrorLog
  package let randomness: Randomness

  /// The site of the settings that a request came with.
  ///
  /// - Parameters:
  ///   - configuration: the defaults, and what was set, as far as it was read.
  ///   - keepsTables: whether tables stay open for the next request.
  ///   - signs: whether access tokens are made or read; else no key for them need be there.
  /// - Throws: what is wrong with the settings, the data folder or the key file.
  init(
    _ environment: Environment, _ configuration: inout Configuration, _ randomness: Randomness,
    keepsTables: Bool = false, signs: Bool = true
  ) throws(Failure) {
    do { try configuration.read(environment) } catch { throw Failure(error) }
    if keepsTables { configuration.dataDirectory.readers = KeptReaders() }
    self.configuration = configuration
    if let problem = Self.problem(of: configuration.dataDirectory) { throw Failure(problem) }
    self.randomness = randomness
    auditLog = configuration.auditLog
    errorLog = ErrorLog(in: configuration.dataDirectory)
    passwords = PasswordHasher(setting: configuration.passwordHash, randomness: randomness)
    var keys = configuration.signingKeys
    if keys.isEmpty, signs {
      do { keys = try KeyFile.signing.keys(in: configuration.dataDirectory, randomness) } catch {
        throw Failure(error)
      }
    }
    tokens = TokenAuthority(
      keys: keys, lifetimeSeconds: configuration.tokenLifetimeSeconds, issuer: configuration.issuer,
      audience: configuration.audience)
  }

  /// Looks after a data folder, and says what keeps it from being used.
  private static func problem(of directory: DataDirectory) -> ConfigurationError? {
    directory.problem(ours: fileNames)
  }

  /// Where to write why there is no site; nil where the data folder is what cannot be used.
  static func errorLog(of configuration: Configuration) -> ErrorLog? {
    problem(of: configuration.dataDirectory) == nil ? ErrorLog(in: configuration.dataDirectory) : nil
  }

  /// Looks after the data folder once more.
  ///
  /// - Throws: what keeps it from being used.
  func checkDataDirectory() throws(Failure) {
    if let problem = Self.problem(of: configuration.dataDirectory) { throw Failure(problem) }
  }

  /// The paths of the files that this was made of; nil where it hangs on more of the request than its
  /// settings.
  var files: [String]? {
    guard !configuration.hangsOnRequest else { return nil }
    return [configuration.file, configuration.dataDirectory.path(KeyFile.signing.name)]
  }

  /// How the names of our files in the data folder begin.
  private static var fileNames: [String] {
    [
      KeyFile.signing.name, KeyFile.private.name, ConfigurationFile.defaultName, Users.tableName + ".",
      Sessions.tableName + ".", Outbox.name, Undos.tableName + ".", Invitations.tableName + ".",
      RevocationEpoch.tablePrefix,
      Administrators.madeFile, Administrators.codeFile, Administrators.rescueFile,
      LogFile.auditLog, RefusalTable.name, AttemptTable.name, AttemptTable.formerName,
      AttemptTable.Layout.mail.name, HashSlots.name,
    ]
  }
}
