/// Who may register, and what it takes.
package struct RegistrationRules: Sendable {
  /// Whether somebody has to show by a mail's link that the address is his (`confirm_email`).
  package var confirmsEmail = false
  /// The domains that addresses may be of (`registration_domains`); empty for all.
  package var domains: [[UInt8]] = []
  /// Who may register (`registration`).
  package var mode = Mode.open

  /// Who may register.
  package enum Mode: String, CaseIterable, Sendable {
    case open, closed
    /// People with an invitation of an administrator.
    case invite
    /// Everybody, but an administrator has to let them in.
    case approval
  }

  package init() {}

  /// Whether an address is of one of the domains. Their subdomains are others.
  package func allow(_ email: EmailAddress) -> Bool {
    domains.isEmpty || domains.contains(Array(email.domain.utf8))
  }
}

extension Call {
  /// Who may register, and what it takes.
  ///
  /// - Throws: 500 where a setting is wrong, or wants mail, which is off.
  package func registrationRules() throws(Refusal) -> RegistrationRules {
    var rules = RegistrationRules()
    try Refusal.taking(configuration: try configuration.read(RegistrationRules.all, into: &rules))
    if rules.confirmsEmail { try requireMail(for: "confirm_email") }
    return rules
  }

  /// Whether everybody can register here, so that pages lead there.
  package var offersRegistration: Bool {
    guard isThere(.register) else { return false }
    guard let mode = configuration.value(of: "registration") else { return true }
    return mode.isEqual(to: "open") || mode.isEqual(to: "approval")
  }

  /// Refuses a setting that wants mail where that is off.
  ///
  /// - Throws: 500.
  package func requireMail(for setting: StaticString) throws(Refusal) {
    guard try mailIfOn() == nil else { return }
    throw Refusal(
      Failure(
        ConfigurationError(
          .setting(setting.description), "wants mail: set site_url and mail_from, and upload send as it is")))
  }

  /// Refuses an address outside `registration_domains`.
  ///
  /// - Parameter field: the form's field.
  /// - Throws: 422.
  package func requireAllowed(
    _ email: EmailAddress, _ rules: RegistrationRules, field: StaticString = "email"
  ) throws(Refusal) {
    guard rules.allow(email) else { throw Refusal.domainRefused.about(field) }
  }
}

extension Call {
  /// What somebody is told whom an administrator has to let in. A browser gets a page of register.cgi.
  package var approvalAwaited: Outcome {
    .done(Self.approvalAwaitedText, then: self.place(of: .register).adding(query: "notice=waiting"))
  }

  package static var approvalAwaitedText: StaticString { "An administrator will look at it" }

  /// Tells the administrators by mail that somebody waits: in one mail an hour, which `send` makes of it.
  package func tellOfWaiting(_ email: EmailAddress) { notify(.waiting, email) }
}

extension Refusal {
  /// Addresses of that domain are not taken here.
  package static var domainRefused: Refusal {
    Refusal(
      .unprocessableContent, "domain-refused", "email must be of a domain that this site takes",
      field: "email", text: .domainRefused)
  }

  /// The password is right, and the address is not confirmed.
  package static var addressUnconfirmed: Refusal {
    Refusal(.forbidden, "not-confirmed", "Confirm your address first", text: .addressUnconfirmed)
  }

  /// The password is right, and no administrator has let the user in yet.
  package static var notApproved: Refusal {
    Refusal(.forbidden, "not-approved", "Not approved yet", text: .notApproved)
  }

  /// Nobody can register here.
  package static var registrationClosed: Refusal {
    Refusal(.forbidden, "registration-closed", "Registration is closed", text: .registrationClosed)
  }
}
