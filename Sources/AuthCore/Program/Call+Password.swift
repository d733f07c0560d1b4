// Passwords that people give: the one they have, and the one they want.
extension Call {
  /// Tries the password of an account. A wrong one counts as a failed login, and a right one forgives.
  ///
  /// - Parameter user: nil where the address has no account, which takes as long.
  /// - Returns: why it is not the right one; nil where it is.
  /// - Throws: 429 after too many failures, and 403 where a mail is the way in, where nothing was tried; 503
  ///   where a crowd waits.
  package func problem(
    with password: Password, for email: EmailAddress, of user: User?
  ) throws(Refusal) -> LoginRefusal? {
    let attempt = loginAttempt(at: email, of: user)
    let streak = canRecover ? streak(at: email, of: user) : nil
    let isRight: Bool
    do throws(Refusal) {
      try Refusal.taking(attempt: try attempt.refuseWhereItMustWait())
      isRight = try hashing(for: .login) { () throws(Refusal) in
        try Refusal.taking(attempt: try streak?.countAsFailure())
        try Refusal.taking(attempt: try attempt.countAsFailure())
        let isRight = try Refusal.taking(
          system: try site.passwords.verify(password, against: user.map { $0.hashToTry }))
        // With the hash slot still held: a crowd of right passwords has no more charges open
        // at once than there are slots.
        if isRight {
          attempt.succeed()
          streak?.end()
        }
        return isRight
      }
    } catch {
      if error.isFor(Refusal.throttledWord) || error.isFor(Refusal.recoveryNeeded.word) {
        record(.throttled(email))
      }
      throw error
    }
    if isRight, user != nil { return nil }
    let refusal = LoginRefusal(password, for: user)
    if let line = refusal.logLine { note(line) }
    return refusal
  }

  private func loginAttempt(at email: EmailAddress, of user: User?) -> LoginAttempt {
    LoginAttempt(email, from: network, isKnownDevice: isKnownDevice(of: user), in: ledger("logins"))
  }

  private func streak(at email: EmailAddress, of user: User?) -> FailureStreak {
    FailureStreak(at: email, isKnownDevice: isKnownDevice(of: user), in: ledger("failures", .streaks))
  }

  /// Forgets how many logins have failed at an address in a row: its owner came by a mail.
  package func endStreak(at email: EmailAddress) {
    if canRecover { streak(at: email, of: nil).end() }
  }

  /// Counts a failed login at an account, before something that costs no hash is compared: what is right
  /// takes it back (`succeed`).
  ///
  /// - Parameter user: nil where the address has no account.
  /// - Throws: 429 after too many failures.
  package func countedFailure(at email: EmailAddress, of user: User?) throws(Refusal) -> LoginAttempt {
    let attempt = loginAttempt(at: email, of: user)
    do throws(Refusal) { try Refusal.taking(attempt: try attempt.countAsFailure()) } catch {
      if error.isFor(Refusal.throttledWord) { record(.throttled(email)) }
      throw error
    }
    return attempt
  }

  /// Refuses a password that nobody with this address may choose.
  ///
  /// - Throws: 422; 500 where the administrator's list cannot be read.
  package func judge(
    _ password: Password, for email: EmailAddress, refusing commonPasswords: PasswordList
  ) throws(Refusal) {
    let names = SiteNames(
      title: configuration.look.siteName,
      hosts: [request.header("HOST"), request.environment["SERVER_NAME"]].compactMap { $0 })
    if names.contains(password) { throw Refusal(.siteName) }
    let policy = PasswordPolicy(
      minCharacters: configuration.passwordMinCharacters,
      maxBytes: site.passwords.setting.maxPasswordBytes,
      commonPasswords: commonPasswords, blocklist: configuration.passwordBlocklist)
    if let problem = try Refusal.taking(configuration: try policy.problem(with: password, for: email)) {
      throw Refusal(problem)
    }
  }

  /// The same of a password that came in another field than `password`.
  package func judge(
    _ password: Password, for email: EmailAddress, refusing commonPasswords: PasswordList,
    about field: StaticString
  ) throws(Refusal) {
    do throws(Refusal) { try judge(password, for: email, refusing: commonPasswords) } catch {
      throw error.about(field)
    }
  }

  /// The hash of a new password. It is for `hashing` to say when.
  package func hash(_ password: Password) throws(Refusal) -> [UInt8] {
    guard let hash = try Refusal.taking(system: try site.passwords.hash(password)) else {
      throw Refusal(.tooLong(maxBytes: site.passwords.setting.maxPasswordBytes))
    }
    return hash
  }
}
