import CGIAuthCore

/// The page of invitations.
struct InvitationSections {
  private let forms: AdminForms
  private let language: Language

  init(_ forms: AdminForms, _ language: Language) {
    self.forms = forms
    self.language = language
  }

  /// Those that are open, and the form that makes some.
  func list(of open: [(key: [UInt8], invitation: Invitation)]) -> HTML {
    var items = HTML()
    for (key, invitation) in open {
      let hidden = HTML.hidden("invitation", Invitation.handle(key))
      items.append(
        """
        <li><p>\(text(of: invitation))</p>
        \(forms.button(.inviteAgain, language(.inviteAgain), hidden))\
        \(forms.button(.withdraw, language(.withdraw), hidden))</li>

        """)
    }
    let list: HTML =
      open.isEmpty ? "<p>\(language(.noInvitations))</p>\n" : "<ul>\n\(items)</ul>\n"
    let fields = [
      FormField(
        "emails", label: language(.addresses), type: "text", autocomplete: "off",
        value: forms.value("emails", of: .invite), hint: language(.addressesHint), isRequired: false),
      FormField(
        "groups", label: language(.groupsWithCommas), type: "text", autocomplete: "off",
        value: forms.value("groups", of: .invite), isRequired: false),
    ]
    return "<div id=\"invitations\">\n\(list)</div>\n"
      + forms.section(
        .invite, language(.invite), fields, effect: language(.inviteEffect), button: language(.invite),
        language)
  }

  /// Those that were made, with their links.
  func links(of made: [Administration.Made]) -> HTML {
    var items = HTML()
    for one in made {
      let isMailed: HTML? = one.isMailed ? "<p>\(language(.isMailed))</p>\n" : nil
      items.append(
        """
        <li><p>\(text(of: one.invitation))</p>
        <p translate="no"><a href="\(one.link)">\(one.link)</a></p>
        \(isMailed)</li>

        """)
    }
    return "<p>\(language(.invitedEffect))</p>\n<div id=\"invitations\">\n<ul>\n\(items)</ul>\n</div>\n"
  }

  /// For whom one is, with what, and how long.
  private func text(of invitation: Invitation) -> HTML {
    let groups: HTML? =
      invitation.groups.isEmpty ? nil : "<br>\n<span translate=\"no\">\(invitation.groupsText)</span>"
    let whom: HTML =
      if let email = invitation.email {
        "<span translate=\"no\">\(email.text)</span>"
      } else {
        "\(language(.anyAddress))"
      }
    let end = String(decoding: internetTime(invitation.end).utf8.prefix(10), as: UTF8.self)
    return "\(whom)\(groups)<br>\n\(language(.until, end))"
  }
}
