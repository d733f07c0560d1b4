extension SiteMail {
  package static let all: [Setting<SiteMail>] = [
    // Mail

    /// Where your site is, such as `https://club.example`, with nothing behind it. The links in mails are
    /// made of it. Mail is on where this and `mail_from` are set ([mail.md](mail.md)).
    /// Default: none.
    Setting("site_url", "AUTH_SITE_URL") { value, settings in
      settings.siteURL = Origin(value).flatMap {
        $0.text.begins(with: "https://") || $0.text.begins(with: "http://") ? $0 : nil
      }
      return settings.siteURL == nil
        ? "must be where the site is, such as https://club.example, with nothing behind it" : nil
    },
    /// Where the programs are on your site, for the links in mails.
    /// Default: `/cgi-bin/`.
    Setting("programs_path", "AUTH_PROGRAMS_PATH") { value, settings in
      let isFolder =
        value.last == UInt8(ascii: "/")
        && !value.contains { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
      guard isFolder, let path = LocalPath(value) else {
        return "must be a path of this site that begins and ends with one /"
      }
      settings.programsPath = path
      return nil
    },
    /// The address that mails come from. It has to be one of the site's own domain, or mail servers take the
    /// mails for forged.
    /// Default: none.
    Setting("mail_from", "AUTH_MAIL_FROM") { value, settings in
      settings.from = EmailAddress(value)
      return settings.from == nil ? "must be an e-mail address, such as no-reply@club.example" : nil
    },
    /// How many mails there may be within an hour. People who are not logged in can have half of them sent.
    /// Ask your host for its limit, and stay below it.
    Setting("mail_per_hour", "AUTH_MAIL_PER_HOUR", of: "mails", 2...65_000) { $0.perHour = $1 },
    /// Whether people can log in by a link or a code in a mail instead of the password.
    Setting("login_by_mail", "AUTH_LOGIN_BY_MAIL", yes: "on", no: "off") { $0.logsIn = $1 },
  ]
}
