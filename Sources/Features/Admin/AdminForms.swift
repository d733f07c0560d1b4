import CGIAuthCore

/// The forms of administrators, each with its token.
struct AdminForms {
  let call: Call
  let person: Person
  /// Why something was refused that was asked for by one of them.
  let problem: Refusal?
  /// What was sent with that.
  let typed: BodyFields?

  init(_ call: Call, _ person: Person, _ problem: Refusal?, _ typed: BodyFields?) {
    self.call = call
    self.person = person
    self.problem = problem
    self.typed = typed
  }

  /// A form that is a button alone.
  func button(_ action: AdminAction, _ text: String, _ hidden: HTML) -> HTML {
    "\(call.formStart(of: .admin, action.rawValue, person.session, hidden))<button>\(text)</button>\n</form>\n"
  }

  /// A section with a form, which is folded up until it is wanted, or something is wrong with it.
  ///
  /// - Parameters:
  ///   - hidden: fields that nobody sees.
  ///   - effect: what is told above it.
  func section(
    _ action: AdminAction, _ title: String, _ fields: [FormField], hidden: HTML = "", effect: String? = nil,
    button: String, _ language: Language
  ) -> HTML {
    let isMeant = isOf(action)
    let inputs = inputs(fields, isMeant: isMeant, in: action.rawValue, language)
    let text: HTML? = effect.map { "<p>\($0)</p>\n" }
    return """
      <details id="\(action.rawValue)"\(isMeant ? " open" as HTML : "")>
      <summary><h2>\(title)</h2></summary>
      \(text)\(call.formStart(of: .admin, action.rawValue, person.session, hidden))\(inputs)<button>\(button)</button>
      </form>
      </details>

      """
  }

  /// What was typed into a field of a form that was refused.
  func value(_ name: StaticString, of action: AdminAction) -> [UInt8] {
    isOf(action) ? typed?[name] ?? [] : []
  }

  private func isOf(_ action: AdminAction) -> Bool {
    problem != nil && (typed?["action"].map { action.rawValue.utf8.elementsEqual($0) } ?? false)
  }

  private func inputs(
    _ fields: [FormField], isMeant: Bool, in form: String, _ language: Language
  ) -> HTML {
    var inputs = HTML()
    for field in fields {
      var wrong: String?
      if isMeant, let problem, let name = problem.field, field.isCalled(name) {
        wrong = problem.text(in: language)
      }
      inputs.append(
        field.html(language, problem: wrong.map { "\($0)" }, hasFocus: wrong != nil, in: form))
    }
    return inputs
  }
}
