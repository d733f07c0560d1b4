/// The settings that a request came with, and what follows from them. Nothing in it is of one request;
/// nothing is opened before it is used, the signing keys aside.
package final class Site: Sendable {
  package let configuration: Configuration
  package let passwords: PasswordHasher
  package let tokens: TokenAuthority
  /// Nil where there will be no other request.
  private let verifiedTokens: VerifiedTokens?
  let userMemory: UserMemory?
  /// Nil where it is off.
  let auditLog: LogFile?
  let errorLog: ErrorLog
  package let randomness: Randomness

  /// The site of the settings that a request came with.
  ///
  /// - Parameters:
  ///   - configuration: the defaults, and what was set, as far as it was read.
  ///   - isKept: whether it is for other requests, too: tables stay open, and verified tokens known.
  ///   - signs: whether access tokens are made or read; else no key for them need be there.
  /// - Throws: what is wrong with the settings, the data folder or the key file.
  init(
    _ environment: Environment, _ configuration: inout Configuration, _ randomness: Randomness,
    isKept: Bool = false, signs: Bool = true
  ) throws(Failure) {
    do { try configuration.read(environment) } catch { throw Failure(error) }
    if isKept { configuration.dataDirectory.readers = KeptReaders() }
    self.configuration = configuration
    if let problem = Self.problem(of: configuration.dataDirectory) { throw Failure(problem) }
    self.randomness = randomness
    auditLog = configuration.auditLog
    errorLog = ErrorLog(in: configuration.dataDirectory)
    verifiedTokens = isKept ? VerifiedTokens() : nil
    userMemory = isKept ? UserMemory() : nil
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

  /// What a token says, as `TokenAuthority.verify` tells it.
  func verified(_ token: [UInt8], now: Int) throws(TokenFault) -> AccessToken {
    if let known = verifiedTokens?.token(token, now: now) { return known }
    let verified = try tokens.verify(token, now: now)
    verifiedTokens?.keep(token, verified, now: now)
    return verified
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
