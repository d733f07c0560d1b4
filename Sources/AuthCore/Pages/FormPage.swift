/// The page with a form.
package struct FormPage {
  let kind: PageKind
  let title: String
  /// Where the form is sent.
  let action: LocalPath
  let fields: [FormField]
  /// Where to go then, as a hidden field.
  let next: LocalPath?
  /// What stands below the form.
  let below: HTML
  /// What is told above it.
  package var notice: String?
  /// Why it is there again.
  var problem: Problem?

  /// What is wrong with what was sent.
  struct Problem {
    /// The name of the field that it is about; nil where it is about none.
    let field: StaticString?
    let text: String
  }

  package init(
    _ kind: PageKind, title: String, action: LocalPath, _ fields: [FormField], next: LocalPath?,
    below: HTML
  ) {
    self.kind = kind
    self.title = title
    self.action = action
    self.fields = fields
    self.next = next
    self.below = below
  }

  /// The answer.
  ///
  /// - Throws: where the page's template is broken.
  func response(_ pages: Pages, _ status: Status) throws(ConfigurationError) -> Response {
    let above: HTML? =
      if let problem, problem.field == nil {
        "<p role=\"alert\" id=\"problem\">\(problem.text)</p>\n"
      } else if problem == nil, let notice {
        "<p role=\"status\" id=\"notice\">\(notice)</p>\n"
      } else {
        nil
      }
    var inputs = HTML()
    for field in fields {
      let isWrong = problem?.field?.isEqual(to: field.name) ?? false
      inputs.append(field.html(problem: isWrong ? problem?.text : nil))
    }
    let hiddenNext: HTML? = next.map { "<input type=\"hidden\" name=\"next\" value=\"\($0.text)\">\n" }
    return try pages.page(
      status, kind, title: title,
      """
      \(above)<form method="post" action="\(action.text)">
      \(inputs)\(hiddenNext)<button>\(title)</button>
      </form>
      \(below)
      """)
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

  /// A field.
  ///
  /// - Parameters:
  ///   - autocomplete: what a browser may fill in (WHATWG HTML section 4.10.18.7.1).
  ///   - value: what it begins with.
  package init(
    _ name: StaticString, label: String, type: StaticString, autocomplete: StaticString, value: [UInt8] = [],
    hint: String? = nil
  ) {
    self.name = name
    self.label = label
    self.type = type
    self.autocomplete = autocomplete
    self.value = value
    self.hint = hint
  }

  fileprivate func html(problem: String?) -> HTML {
    let name = name.description
    var described: [String] = []
    if hint != nil { described.append("\(name)-hint") }
    if problem != nil { described.append("\(name)-error") }
    let attributes: HTML =
      (described.isEmpty ? "" : " aria-describedby=\"\(described.joined(separator: " "))\"")
      + (problem == nil ? "" : " aria-invalid=\"true\" autofocus")
    let hintLine: HTML? = hint.map { "<p class=\"hint\" id=\"\(name)-hint\">\($0)</p>\n" }
    let message: HTML? = problem.map { "<p class=\"error\" id=\"\(name)-error\">\($0)</p>\n" }
    return """
      <label for="\(name)">\(label)</label>
      <input id="\(name)" name="\(name)" type="\(type.description)" autocomplete="\(autocomplete.description)" \
      value="\(String(decoding: value, as: UTF8.self))" required\(attributes)>
      \(hintLine)\(message)
      """
  }
}
