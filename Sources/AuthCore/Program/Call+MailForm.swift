// The form by which people ask for a mail, at the programs that its link leads to.
extension Call {
  /// The form, and above it what happened before: a mail is on its way, or the link that somebody came by is
  /// of no use.
  ///
  /// - Parameters:
  ///   - hint: what is told where nothing happened before.
  ///   - sent: what is told of the mail.
  package func mailForm(
    _ kind: PageKind, of program: ProgramName, _ title: Phrase, hint: Phrase, sent: Phrase,
    _ state: FormState, _ pages: Pages
  ) -> FormPage {
    let language = pages.language
    let email = FormField(
      "email", label: language(.email), type: "email", autocomplete: "username", value: state.email)
    var page = FormPage(
      kind, title: language(title), button: language(.sendLink), action: place(of: program), [email],
      next: nil, below: "<p class=\"other\">\(link(.logIn, to: .login, state, pages))</p>\n")
    page.notice =
      if state.query?["notice"]?.isEqual(to: "sent") ?? false {
        .mailNotice(language(sent), in: language)
      } else if carriedTicket != nil, state.query != nil {
        "<p role=\"alert\" id=\"notice\">\(language(.ticketRefused))</p>\n"
      } else {
        "<p class=\"hint\" id=\"notice\">\(language(hint))</p>\n"
      }
    return page
  }

  /// Keeps the wish for a mail: the same steps for every address.
  ///
  /// - Parameter program: whose page tells a browser so.
  package func askForMail(
    _ purpose: MailPurpose, _ fields: BodyFields, at program: ProgramName
  ) throws(Refusal) -> Outcome {
    guard let mail = try mailIfOn() else { throw .mailIsOff }
    try ask(for: purpose, try fields.email(), mail)
    if carriedTicket != nil { try carryTicket(nil) }
    return .done(Self.mailOnItsWay, then: self.place(of: program).adding(query: "notice=sent"))
  }

  /// What programs are told, whether or not the address has an account.
  package static var mailOnItsWay: StaticString { "If that address has an account, a mail is on its way" }

  /// What the ticket that a browser carries is about, for a page that asks for a form; nil where it carries
  /// none, or one that is of no use.
  ///
  /// - Throws: where something else than the ticket is at fault.
  package func aboutCarriedTicket<Value>(
    _ find: (_ ticket: [UInt8]) throws(Refusal) -> Value
  ) throws(Refusal) -> Value? {
    guard asksForForm, let ticket = carriedTicket else { return nil }
    do throws(Refusal) { return try find(ticket) } catch {
      guard error.failure == nil else { throw error }
      return nil
    }
  }
}
