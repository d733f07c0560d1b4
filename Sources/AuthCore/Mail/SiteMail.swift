/// Whether this site sends mail, and what it says of itself there.
package struct SiteMail: Sendable {
  /// The address that they come from (`mail_from`).
  package var from: EmailAddress?
  /// Where the site is (`site_url`): links are made of it, and of nothing that a client sends.
  package var siteURL: Origin?
  /// Where the programs are below that (`programs_path`): it begins and ends with `/`.
  package var programsPath: LocalPath = "/cgi-bin/"
  /// How many mails there may be within an hour (`mail_per_hour`): 2 to 65,000.
  package var perHour = 60
  /// Whether a mail can take the place of the password (`login_by_mail`).
  package var logsIn = false

  package init() {}

  /// Whether all is set that mail needs.
  package var isComplete: Bool { siteURL != nil && from != nil }

  /// The half of an hour's mails that strangers can ask for, which is also the half for all others.
  package var halfPerHour: Int { perHour / 2 }

  /// The name of the site's host.
  package var hostName: String {
    let authority = siteURL?.text.utf8.split(separator: UInt8(ascii: "/")).last ?? "".utf8[...]
    return String(decoding: authority.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
  }

  /// What a link in a mail leads to; nil where it is not known where the site is.
  ///
  /// - Parameter program: the program's name without `.cgi`.
  package func link(to program: StaticString, _ ticket: String? = nil) -> String? {
    siteURL.map { "\($0.text)\(programsPath.text)\(program).cgi\(ticket.map { "?t=\($0)" } ?? "")" }
  }
}
