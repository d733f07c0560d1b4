import CGIAuthCore

// How somebody becomes an administrator to whom no other one gives the right.
extension Call {
  private var adminCode: AdminCode { AdminCode(directory: configuration.dataDirectory) }

  /// Answers somebody who is logged in and no administrator: while there is none, with the form for the code.
  func becomeFirst(_ person: Person) throws(Refusal) -> Outcome {
    guard !person.administrators.isGroupOpen else { throw .notPermitted }
    guard isPost else {
      try adminCode.make(self, unless: Administrators.madeFile)
      return .shown(
        json: { .message(.ok, "No administrator yet: action claim takes the code of admin.code") },
        page: { pages throws(ConfigurationError) in try CodePage(self, person, nil).response(pages) })
    }
    let fields = try BodyFields(of: request)
    do throws(Refusal) {
      let action = fields["action"].flatMap { AdminAction(word: $0) }
      guard let action, action == .claim || action == .doctor else { throw .notPermitted }
      try requireFormToken(for: action.rawValue, of: person.session, in: fields)
      try requireCode(fields, of: person.user.email, person.user, using: action == .claim)
      if action == .doctor { return try View.doctor.outcome(for: person, self) }
      try Administration(self, person.administrators, by: nil).join(person.user.email)
      record(.firstAdministrator(person.user))
      return .done("You are an administrator", then: self.place(of: .admin))
    } catch {
      if error.failure != nil || error.isFor(Refusal.notPermitted.word) { throw error }
      return .refused(error) { pages throws(ConfigurationError) in
        try CodePage(self, person, error).response(pages)
      }
    }
  }

  /// Lets the members of the group in, and somebody of `admins` into it.
  func openGroup(_ person: Person) throws(Refusal) -> Outcome {
    guard !person.administrators.isGroupOpen else { throw .notPermitted }
    try Administration(self, person.administrators, by: nil).join(person.user.email)
    record(.firstAdministrator(person.user))
    return .done("You are an administrator", then: self.place(of: .admin).adding(query: "done=claim"))
  }

  /// Refuses a code that is not the one of the file. A wrong one counts as a failed login.
  ///
  /// - Parameter using: whether it is used up by that.
  private func requireCode(
    _ fields: BodyFields, of email: EmailAddress, _ user: User?, using: Bool = true
  ) throws(Refusal) {
    guard let code = fields["code"], !code.isEmpty else { throw .missing("code") }
    let attempt = try countedFailure(at: email, of: user)
    guard try adminCode.matches(Array(code.trimmingOptionalWhitespace), using: using, self) else {
      record(.codeRefused(email, user))
      throw .codeWrong
    }
    attempt.succeed()
  }

  // MARK: Rescue

  /// Lets somebody in who can write the site's files, and has no login any more.
  func rescue() throws(Refusal) -> Outcome {
    guard try adminCode.isRescueAsked() else { throw .notFound }
    guard isPost else {
      try adminCode.make(self)
      return .shown(
        json: { .message(.ok, "Send code, that of admin.code, and email") },
        page: { pages throws(ConfigurationError) in
          try RescuePage(self, nil, nil).response(pages)
        })
    }
    let fields = try BodyFields(of: request)
    do throws(Refusal) {
      let administrators = try Refusal.taking(configuration: try Administrators(configuration))
      let email = try fields.email()
      let known = try Refusal.taking(store: try users.user(email))
      try requireCode(fields, of: email, known)
      try Refusal.taking(system: try configuration.dataDirectory.remove(Administrators.rescueFile))
      let (_, link) = try Administration(self, administrators, by: nil).rescue(email)
      return .shown(
        json: {
          .json(
            JSONObject(members: [
              .init("message", .text("You are an administrator")), .init("link", .text(link)),
            ]))
        },
        page: { [self] pages throws(ConfigurationError) in
          let language = pages.language
          let login = loginPage(nil, next: place(of: .admin))
          return try pages.page(
            .ok, .admin, title: language(.rescue),
            """
            <p>\(language(.linkEffect, email.text))</p>
            \(AdminPage.shown(link))<p class="other"><a href="\(login.text)">\(language(.logIn))</a></p>
            """)
        })
    } catch {
      if error.failure != nil { throw error }
      return .refused(error) { pages throws(ConfigurationError) in
        try RescuePage(self, fields, error).response(pages)
      }
    }
  }
}
