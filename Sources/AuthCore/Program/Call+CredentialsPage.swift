extension Call {
  /// The page with a form for address and password. Below it are the ways to other programs' forms, from
  /// which a browser gets to the same place.
  package func credentialsPage(
    _ kind: PageKind, of program: ProgramName, _ title: Phrase, button: Phrase, password: FormField,
    _ state: FormState, _ pages: Pages, below others: [(link: Phrase, program: ProgramName)]
  ) -> FormPage {
    let language = pages.language
    var links = HTML()
    for other in others { links.append(link(other.link, to: other.program, state, pages)) }
    let email = FormField(
      "email", label: language(.email), type: "email", autocomplete: "username", value: state.email)
    return FormPage(
      kind, title: language(title), button: language(button), action: place(of: program), [email, password],
      next: state.next, below: others.isEmpty ? "" : "<p class=\"other\">\(links)</p>\n")
  }

  /// A link to another program's form, from which a browser gets to the same place.
  package func link(_ text: Phrase, to program: ProgramName, _ state: FormState, _ pages: Pages) -> HTML {
    "<a href=\"\(place(of: program).adding(nil, next: state.next).text)\">\(pages.language(text))</a>"
  }
}
