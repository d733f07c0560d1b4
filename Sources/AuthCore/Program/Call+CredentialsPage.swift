extension Call {
  /// The page with a form for address and password. Below it is the way to another program's form, from which
  /// a browser gets to the same place.
  ///
  /// - Parameters:
  ///   - password: the field for the password.
  ///   - question: what the way to the other form is for; `link` is its text.
  package func credentialsPage(
    _ kind: PageKind, of program: ProgramName, _ title: Phrase, password: FormField, _ state: FormState,
    _ pages: Pages, below question: Phrase, _ link: Phrase, to other: ProgramName
  ) -> FormPage {
    let language = pages.language
    let query = state.next.map { "?next=\($0.queryValue)" } ?? ""
    let email = FormField(
      "email", label: language(.email), type: "email", autocomplete: "username", value: state.email)
    return FormPage(
      kind, title: language(title), action: place(of: program), [email, password], next: state.next,
      below: """
        <p class="other">\(language(question)) \
        <a href="\(place(of: other).text)\(query)">\(language(link))</a></p>
        """)
  }
}
