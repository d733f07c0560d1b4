import CGIAuthCore

/// The page of one user.
struct UserSections {
  private let user: User
  private let handle: UserHandle
  private let sessions: Int
  private let forms: AdminForms
  private let language: Language

  init(_ user: User, _ handle: UserHandle, _ sessions: Int, _ forms: AdminForms, _ language: Language) {
    self.user = user
    self.handle = handle
    self.sessions = sessions
    self.forms = forms
    self.language = language
  }

  var html: HTML { details + groups + login + removal }

  private var whom: HTML { AdminPage.whom(user) }

  private var details: HTML {
    let profile = user.profile
    var rows = row(.userID, user.id)
    if let name = profile.name { rows.append(row(.name, String(decoding: name, as: UTF8.self))) }
    if let time = user.registeredAt {
      rows.append("<dt>\(language(.created))</dt><dd>\(HTML.day(time))</dd>\n")
    }
    rows.append("<dt>\(language(.confirmed))</dt><dd>\(language(profile.isConfirmed ? .yes : .no))</dd>\n")
    let state: Phrase =
      switch user.pending {
      case .approve: .isWaiting
      case .confirm: .isUnconfirmed
      case nil: user.isDisabled ? .isDisabled : .isEnabled
      }
    rows.append("<dt>\(language(.login))</dt><dd>\(language(state))</dd>\n")
    if let note = user.note { rows.append(row(.note, String(decoding: note, as: UTF8.self))) }
    rows.append("<dt>\(language(.sessions))</dt><dd translate=\"no\">\(String(sessions))</dd>\n")
    return "<dl>\n\(rows)</dl>\n"
  }

  private func row(_ label: Phrase, _ text: String) -> HTML {
    "<dt>\(language(label))</dt><dd translate=\"no\">\(text)</dd>\n"
  }

  private var groups: HTML {
    var items = HTML()
    for (number, group) in user.groupTexts.enumerated() {
      let place = View.place(ofGroup: Array(group.utf8), forms.call)
      items.append(
        """
        <li><p><a href="\(place.text)" id="group-\(String(number))" translate="no">\(group)</a></p>
        \(forms.call.formStart(of: .admin, AdminAction.removeFromGroup.rawValue, forms.person.session, whom + HTML.hidden("group", group)))\
        <button aria-describedby="group-\(String(number))">\(language(.takeOut))</button>
        </form></li>

        """)
    }
    let list: HTML? = user.groupTexts.isEmpty ? nil : "<ul>\n\(items)</ul>\n"
    let field = FormField(
      "group", label: language(.group), type: "text", autocomplete: "off",
      value: forms.value("group", of: .addToGroup))
    return "<section id=\"groups\">\n<h2>\(language(.groups))</h2>\n\(list)</section>\n"
      + forms.section(
        .addToGroup, language(.addToGroup), [field], hidden: whom, button: language(.add), language)
  }

  private var login: HTML {
    let end: HTML? = sessions == 0 ? nil : forms.button(.endSessions, language(.endSessions), whom)
    if user.pending == .approve { return forms.button(.approve, language(.approve), whom) }
    let change: HTML =
      user.isDisabled
      ? forms.section(
        .enable, language(.enableUser), [], hidden: whom, button: language(.enable), language)
      : forms.section(
        .disable, language(.disableUser), [], hidden: whom, effect: language(.disableEffect),
        button: language(.disable), language)
    let link = forms.section(
      .recover, language(.newPasswordLink), [], hidden: whom, effect: language(.linkEffect, user.email.text),
      button: language(.showLink), language)
    return (end.map { "<section id=\"sessions\">\n<h2>\(language(.sessions))</h2>\n\($0)</section>\n" } ?? "")
      + link + change
  }

  private var removal: HTML {
    let place = forms.call.place(of: .admin).adding(query: "user=\(handle.text)").adding(query: "remove=")
    return
      "<div id=\"remove\">\n<p><a href=\"\(place.text)\">\(language(.removeUser))</a></p>\n</div>\n"
  }
}
