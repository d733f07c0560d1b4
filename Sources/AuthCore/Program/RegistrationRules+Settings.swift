extension RegistrationRules {
  package static let all: [Setting<RegistrationRules>] = [
    // Registration

    /// Who may register: `open` for everybody, `closed` for nobody, `invite` for people whom an administrator
    /// has invited, `approval` for everybody whom an administrator then lets in
    /// ([owner.md](owner.md#who-may-register)).
    /// Default: `open`.
    Setting("registration", "AUTH_REGISTRATION") { value, rules in
      guard let mode = RegistrationRules.Mode(word: value) else {
        return "must be open, closed, invite or approval"
      }
      rules.mode = mode
      return nil
    },
    /// The domains of the addresses that people may register with, or change to, such as
    /// `school.example, staff.school.example`.
    /// Default: all.
    Setting("registration_domains", "AUTH_REGISTRATION_DOMAINS") { value, rules in
      rules.domains = words(value).map { Array($0.asciiLowercased) }
      let areDomains = rules.domains.allSatisfy { EmailAddress.isDomain($0) }
      return rules.domains.isEmpty || !areDomains
        ? "must be domains, such as club.example, separated by commas" : nil
    },
    /// Whether people who register have to show, by the link of a mail, that the address is theirs:
    /// `required` or `off`. It needs mail ([mail.md](mail.md)).
    Setting("confirm_email", "AUTH_CONFIRM_EMAIL", yes: "required", no: "off") { $0.confirmsEmail = $1 },
  ]
}
