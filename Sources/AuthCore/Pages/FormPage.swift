/// The page with a form.
package struct FormPage {
  let kind: PageKind
  let title: String
  /// What the button says.
  let button: String
  /// Where the form is sent.
  let action: LocalPath
  package var fields: [FormField]
  /// Where to go then, as a hidden field.
  let next: LocalPath?
  /// What stands below the form.
  package var below: HTML
  /// Another button, below the first.
  package var otherButton: HTML?
  /// Further fields that are not shown.
  package var hidden: HTML?
  /// What is told above it, with the id `notice`: what was done before, or why it is to be filled in.
  package var notice: HTML?
  /// What stands between the fields and the button.
  package var choice: HTML?
  /// Why it is there again.
  var problem: Problem?
  /// What stands behind that: a way out.
  package var remedy: HTML?

  /// What is wrong with what was sent.
  struct Problem {
    /// The name of the field that it is about; nil where it is about none.
    let field: StaticString?
    let text: String
  }

  package init(
    _ kind: PageKind, title: String, button: String, action: LocalPath, _ fields: [FormField],
    next: LocalPath?, below: HTML
  ) {
    self.kind = kind
    self.title = title
    self.button = button
    self.action = action
    self.fields = fields
    self.next = next
    self.below = below
  }

  /// The answer.
  ///
  /// The first field that is wrong, or to be filled in, has the focus. What stands above the form is read out
  /// with it.
  ///
  /// - Throws: where the page's template is broken.
  package func response(_ pages: Pages, _ status: Status) throws(ConfigurationError) -> Response {
    let above: HTML? =
      if let problem, problem.field == nil {
        "<p role=\"alert\" id=\"problem\">\(problem.text)</p>\n"
      } else if problem == nil {
        notice
      } else {
        nil
      }
    let focused =
      problem?.field ?? (fields.first { $0.value.isEmpty } ?? fields.last)?.name
    var inputs = HTML()
    for field in fields {
      let hasFocus = focused?.isEqual(to: field.name) ?? false
      let isWrong = problem?.field?.isEqual(to: field.name) ?? false
      inputs.append(
        field.html(
          pages.language, problem: isWrong ? problem.map { "\($0.text)\(remedy)" } : nil, hasFocus: hasFocus,
          describedBy: hasFocus && above != nil ? [problem == nil ? "notice" : "problem"] : []))
    }
    let hiddenNext: HTML? = next.map { .hidden("next", $0.text) }
    return try pages.page(
      status, kind, title: title,
      """
      \(above)<form method="post" action="\(action.text)">
      \(hidden)\(inputs)\(choice)\(hiddenNext)<button>\(button)</button>
      \(otherButton)</form>
      \(below)<script>\(PageScript.text)</script>
      """, hasScript: true)
  }
}

/// A labelled field, with what is to be said about it.
package struct FormField {
  let name: StaticString
  let label: String
  let type: StaticString
  let autocomplete: StaticString
  let value: [UInt8]
  let hint: String?
  /// Whether a browser sends nothing without it.
  let isRequired: Bool

  /// A field.
  ///
  /// - Parameters:
  ///   - autocomplete: what a browser may fill in (WHATWG HTML section 4.10.18.7.1).
  ///   - value: what it begins with.
  package init(
    _ name: StaticString, label: String, type: StaticString, autocomplete: StaticString, value: [UInt8] = [],
    hint: String? = nil, isRequired: Bool = true
  ) {
    self.name = name
    self.label = label
    self.type = type
    self.autocomplete = autocomplete
    self.value = value
    self.hint = hint
    self.isRequired = isRequired
  }

  /// Whether this is its name.
  package func isCalled(_ name: StaticString) -> Bool { self.name.isEqual(to: name) }

  /// The field with its label.
  ///
  /// - Parameters:
  ///   - problem: what is wrong with it.
  ///   - descriptions: the ids of what stands elsewhere and is read out with it.
  ///   - form: the form's name, where a page has several.
  package func html(
    _ language: Language, problem: HTML?, hasFocus: Bool, describedBy descriptions: [String] = [],
    in form: String? = nil
  ) -> HTML {
    let name = name.description
    let id = form.map { "\($0)-\(name)" } ?? name
    var described = descriptions
    if hint != nil { described.append("\(id)-hint") }
    if problem != nil { described.append("\(id)-error") }
    let attributes: HTML =
      (isRequired ? " required" : "")
      + (described.isEmpty ? "" : " aria-describedby=\"\(described.joined(separator: " "))\"")
      + (problem == nil ? "" : " aria-invalid=\"true\"") + (hasFocus ? " autofocus" : "")
    let hintLine: HTML? = hint.map { "<p class=\"hint\" id=\"\(id)-hint\">\($0)</p>\n" }
    let message: HTML? = problem.map { "<p class=\"error\" id=\"\(id)-error\">\($0)</p>\n" }
    // `PageScript` shows the button.
    let button: HTML? =
      type.isEqual(to: "password")
      ? """
      <button type="button" class="show" id="\(id)-show" aria-labelledby="\(id)-show \(id)-label" \
      data-hide="\(language(.hide))" hidden>\(language(.show))</button>
      """ : nil
    return """
      <label id="\(id)-label" for="\(id)">\(label)</label>
      <div><input id="\(id)" name="\(name)" type="\(type.description)" autocomplete="\(autocomplete.description)" \
      value="\(String(decoding: value, as: UTF8.self))"\(attributes)>\(button)</div>
      \(hintLine)\(message)
      """
  }
}
