import CGIAuthCore
import CGIAuthTransfer

/// What a page of an administrator shows.
enum AdminPage {
  case users(Users.Page, AdminForms)
  case found([Users.Listed], isCut: Bool, AdminForms)
  case group([UInt8], [Users.Listed], isCut: Bool, AdminForms)
  case user(User, UserHandle, sessions: Int, AdminForms)
  case removal(User, UserHandle, AdminForms)
  case log(LogView, LogView.Part, AdminForms)
  case settings([MadeSetting], AdminForms)
  case link(User, String, AdminForms)
  case doctor([Doctor.Finding], AdminForms)
  case waiting([Users.Listed], isCut: Bool, AdminForms)
  case invitations([(key: [UInt8], invitation: Invitation)], AdminForms)
  case invited([Administration.Made], AdminForms)
  case backups([BackupFolder.Entry], AdminForms)
  case imports([ImportFolder.Entry], AdminForms)

  /// The page's title.
  func title(_ language: Language) -> String {
    switch self {
    case .users, .found: language(.administration)
    case .group(let name, _, _, _): language(.groupTitle, String(decoding: name, as: UTF8.self))
    case .user(let user, _, _, _), .link(let user, _, _): user.email.text
    case .removal: language(.removeUser)
    case .log(let log, _, _): language(log.kind.title)
    case .settings: language(.settings)
    case .doctor: language(.doctor)
    case .waiting: language(.waitingUsers)
    case .invitations, .invited: language(.invitations)
    case .backups: language(.backups)
    case .imports: language(.importUsers)
    }
  }

  /// What stands below that.
  func main(_ language: Language) -> HTML {
    switch self {
    case .users(let page, let forms):
      var main = openGroup(forms, language) + Self.search(forms, language)
      main.append(Self.list(page.users, forms.call))
      if let next = page.next {
        let place = forms.call.place(of: .admin).adding(query: "from=\(next.text)")
        main.append("<p><a href=\"\(place.text)\">\(language(.goOn))</a></p>\n")
      }
      return "<div id=\"users\">\n\(main)</div>\n" + Self.making(forms, language)
    case .found(let users, let isCut, let forms):
      return "<div id=\"users\">\n" + Self.search(forms, language) + Self.list(users, forms.call)
        + Self.rest(of: users, isCut, language) + "</div>\n"
    case .group(let name, let users, let isCut, let forms):
      return "<div id=\"users\">\n" + Self.list(users, forms.call) + Self.rest(of: users, isCut, language)
        + "</div>\n" + Self.members(String(decoding: name, as: UTF8.self), forms, language)
    case .user(let user, let handle, let sessions, let forms):
      return UserSections(user, handle, sessions, forms, language).html
    case .removal(let user, let handle, let forms):
      let back = forms.call.place(of: .admin).adding(query: "user=\(handle.text)")
      return """
        <p>\(language(.removeEffect, user.email.text))</p>
        \(forms.button(.remove, language(.removeUser), HTML.hidden("email", user.email.text) + HTML.hidden("id", user.id)))\
        <p class="other"><a href="\(back.text)">\(language(.back))</a></p>

        """
    case .log(let log, let part, let forms): return Self.lines(log, part, forms.call, language)
    case .settings(let settings, _): return Self.settings(settings, language)
    case .backups(let backups, let forms): return BackupSection(backups, forms, language).html
    case .link(let user, let link, _):
      return "<p>\(language(.linkEffect, user.email.text))</p>\n" + Self.shown(link)
    case .waiting(let users, let isCut, let forms): return Self.waiting(users, isCut, forms, language)
    case .invitations(let open, let forms):
      return InvitationSections(forms, language).list(of: open)
    case .invited(let made, let forms): return InvitationSections(forms, language).links(of: made)
    case .imports(let entries, let forms): return ImportSections(entries, forms, language).html
    case .doctor(let findings, let forms):
      let isOn =
        forms.person.administrators.include(forms.person.user)
        && ((try? forms.call.mailIfOn()) ?? nil) != nil
      return Self.findings(findings, language)
        + (isOn ? forms.button(.testMail, language(.sendTestMail), "") : "")
    }
  }

  // MARK: Users

  private static func list(_ users: [Users.Listed], _ call: Call) -> HTML {
    var items = HTML()
    for listed in users {
      let user = listed.user
      let place = call.place(of: .admin).adding(query: "user=\(listed.handle.text)")
      let struck: HTML =
        user.isDisabled ? "<del>\(user.email.text)</del>" : "\(user.email.text)"
      let groups: HTML? = user.groupTexts.isEmpty ? nil : "<br>\n\(user.groupsText)"
      items.append("<li translate=\"no\"><a href=\"\(place.text)\">\(struck)</a>\(groups)</li>\n")
    }
    return items.isEmpty ? "" : "<ul>\n\(items)</ul>\n"
  }

  private static func waiting(
    _ users: [Users.Listed], _ isCut: Bool, _ forms: AdminForms, _ language: Language
  ) -> HTML {
    if users.isEmpty { return "<p>\(language(.nobodyWaits))</p>\n" }
    var items = HTML()
    for listed in users {
      let user = listed.user
      let place = forms.call.place(of: .admin).adding(query: "user=\(listed.handle.text)")
      let note: HTML? = user.note.map { "<br>\n\(String(decoding: $0, as: UTF8.self))" }
      let day: HTML? = user.registeredAt.map { "<br>\n\(HTML.day($0))" }
      items.append(
        """
        <li><p><a href="\(place.text)" translate="no">\(user.email.text)</a>\(day)\(note)</p>
        \(forms.button(.approve, language(.approve), whom(user)))\
        <div class="other"><a href="\(place.adding(query: "remove=").text)">\(language(.removeUser))</a></div></li>

        """)
    }
    return "<div id=\"users\">\n<ul>\n\(items)</ul>\n" + rest(of: users, isCut, language) + "</div>\n"
  }

  /// The hidden fields that say whom a form is about.
  static func whom(_ user: User) -> HTML {
    HTML.hidden("email", user.email.text) + HTML.hidden("id", user.id)
  }

  private static func rest(of users: [Users.Listed], _ isCut: Bool, _ language: Language) -> HTML {
    if users.isEmpty { return "<ul>\n<li>\(language(.nobody))</li>\n</ul>\n" }
    return isCut ? "<p>\(language(.thereAreMore))</p>\n" : ""
  }

  private static func search(_ forms: AdminForms, _ language: Language) -> HTML {
    let field = FormField(
      "q", label: language(.partOfAddress), type: "search", autocomplete: "off",
      value: forms.typed?["q"] ?? [])
    return """
      \(forms.call.formStart(of: .admin, AdminAction.search.rawValue, forms.person.session))\
      \(field.html(language, problem: nil, hasFocus: false, in: "search"))<button>\(language(.search))</button>
      </form>

      """
  }

  /// The section of somebody of `admins` while the group does not count.
  private func openGroup(_ forms: AdminForms, _ language: Language) -> HTML {
    let administrators = forms.person.administrators
    if administrators.isGroupOpen { return "" }
    return "<p>\(language(.groupIsClosed, administrators.groupName))</p>\n"
      + forms.button(.claim, language(.openGroup), "")
  }

  /// What makes users, and leads to groups.
  private static func making(_ forms: AdminForms, _ language: Language) -> HTML {
    let group = FormField("group", label: language(.group), type: "text", autocomplete: "off")
    return forms.section(
      .create, language(.createUser),
      [
        FormField(
          "email", label: language(.email), type: "email", autocomplete: "off",
          value: forms.value("email", of: .create)),
        FormField(
          "groups", label: language(.groupsWithCommas), type: "text", autocomplete: "off",
          value: forms.value("groups", of: .create), isRequired: false),
      ], effect: language(.createEffect), button: language(.create), language) + """
        <details id="group">
        <summary><h2>\(language(.groups))</h2></summary>
        <form method="get" action="\(forms.call.place(of: .admin).text)">
        \(group.html(language, problem: nil, hasFocus: false, in: "group"))<button>\(language(.show))</button>
        </form>
        </details>

        """
  }

  private static func members(_ group: String, _ forms: AdminForms, _ language: Language) -> HTML {
    func emails(_ action: AdminAction) -> FormField {
      FormField(
        "emails", label: language(.addresses), type: "text", autocomplete: "off",
        value: forms.value("emails", of: action), hint: language(.addressesHint))
    }
    return forms.section(
      .addToGroup, language(.addToGroup), [emails(.addToGroup)], hidden: HTML.hidden("group", group),
      button: language(.add), language)
      + forms.section(
        .removeFromGroup, language(.removeFromGroup), [emails(.removeFromGroup)],
        hidden: HTML.hidden("group", group), button: language(.takeOut), language)
  }

  /// A link to be copied.
  static func shown(_ link: String) -> HTML {
    "<p id=\"link\" translate=\"no\"><a href=\"\(link)\">\(link)</a></p>\n"
  }

  // MARK: Logs and settings

  private static func lines(
    _ log: LogView, _ part: LogView.Part, _ call: Call, _ language: Language
  ) -> HTML {
    if part.lines.isEmpty { return "<p>\(language(.logIsEmpty))</p>\n" }
    var items = HTML()
    for line in part.lines { items.append("<li><code>\(line)</code></li>\n") }
    let older: HTML? = part.before.map {
      let place = call.place(of: .admin).adding(query: "log=\(log.kind.rawValue)").adding(
        query: "before=\($0)")
      return "<p><a href=\"\(place.text)\">\(language(.older))</a></p>\n"
    }
    return "<ul translate=\"no\">\n\(items)</ul>\n\(older)"
  }

  private static func findings(_ findings: [Doctor.Finding], _ language: Language) -> HTML {
    var rows = HTML()
    for finding in findings {
      let (claim, advice) = finding.check.phrases
      let isWell = finding.answer == .yes
      let seen: HTML? = finding.seen.map { (isWell ? " " : "<br>\n") + "<code>\($0)</code>" }
      let mending: HTML? = isWell ? nil : "<br>\n\(language(advice))"
      let mark: HTML? = finding.answer == .no ? " class=\"error\"" : nil
      let answer: HTML = "<strong\(mark)>\(language(finding.answer.phrase))</strong>"
      rows.append("<dt>\(language(claim))</dt><dd>\(answer)\(seen)\(mending)</dd>\n")
    }
    return "<dl>\n\(rows)</dl>\n"
  }

  private static func settings(_ settings: [MadeSetting], _ language: Language) -> HTML {
    var rows = HTML()
    for setting in settings {
      let value: HTML =
        if let shown = setting.shownValue { "\(shown)" } else { "<em>\(language(.byDefault))</em>" }
      let place: HTML? = setting.place.map { "<br>\n\($0)" }
      rows.append("<dt>\(setting.key)</dt><dd>\(value)\(place)</dd>\n")
    }
    return "<dl translate=\"no\">\n\(rows)</dl>\n"
  }
}

extension MadeSetting {
  /// The settings that hold secrets.
  private static let secrets: [StaticString] = ["jwt_secret", "mail", "database"]

  /// The value as it may be seen; nil for the default.
  fileprivate var shownValue: String? {
    guard let value else { return nil }
    let isSecret = Self.secrets.contains { Array(key.utf8).isEqual(to: $0) }
    return isSecret ? "set" : String(decoding: value, as: UTF8.self)
  }

  /// The setting as programs see it.
  var object: JSONObject {
    JSONObject(members: [
      .init("key", .text(key)), .init("value", shownValue.map { .text($0) } ?? .null),
      .init("from", place.map { .text($0) } ?? .null),
    ])
  }
}

extension Call {
  /// The page of an administrator, in the language that was chosen in this browser, else in the one that the
  /// person chose.
  func adminPage(
    _ pages: Pages, of person: Person?, _ problem: Refusal?, _ page: AdminPage
  ) throws(ConfigurationError) -> Response {
    let pages = adminPages(pages, of: person)
    let language = pages.language
    var notice = HTML()
    if let problem {
      notice = "<p role=\"alert\" id=\"problem\">\(problem.text(in: language))</p>\n"
    } else if FormBody(queryOf: request)["done"].flatMap({ AdminAction(word: $0) }) != nil {
      notice = "<p role=\"status\" id=\"notice\">\(language(.done))</p>\n"
    }
    let place = self.place(of: .admin)
    var links: HTML = "<a href=\"\(place.text)\">\(language(.users))</a>\n"
    for (query, text) in [
      ("waiting=", Phrase.waitingUsers), ("invitations=", .invitations), ("log=audit", .auditLog),
      ("log=error", .errorLog), ("settings=", .settings),
      ("doctor=", .doctor), ("backup=", .backups), ("import=", .importUsers),
    ] {
      links.append("<a href=\"\(place.adding(query: query).text)\">\(language(text))</a>\n")
    }
    return try pages.page(
      problem?.status ?? .ok, .admin, title: page.title(language),
      """
      <div class="account">
      \(notice)\(page.main(language))</div>
      <p class="other">\(links)</p>
      """)
  }

  /// The pages in the language of a person.
  func adminPages(_ pages: Pages, of person: Person?) -> Pages {
    var pages = pages
    if chosenLanguage == nil, let language = person?.user.profile.language.flatMap({ Language(word: $0) }) {
      pages.language = language
    }
    return pages
  }
}
