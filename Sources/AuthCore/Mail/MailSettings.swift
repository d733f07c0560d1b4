/// Whether this site sends mail, and what it says of itself there.
package struct MailSettings: Sendable {
  /// The most characters of `mail_from`'s address are those of any.
  package var from: EmailAddress?
  /// Where the site is (`site_url`): links are made of it, and of nothing that a client sends.
  package var siteURL: Origin?
  /// Where the programs are below that (`programs_path`): it begins and ends with `/`.
  package var programsPath: LocalPath = "/cgi-bin/"
  /// How many mails there may be within an hour (`mail_per_hour`): 2 to 65,000.
  package var perHour = 60
  /// How they are sent (`mail`), as it is set.
  package var transport: [UInt8] = Array("sendmail".utf8)

  package init() {}

  /// Whether all is set that mail needs.
  package var isComplete: Bool { siteURL != nil && from != nil && !transport.isEqual(to: "off") }

  /// The half of an hour's mails that strangers can ask for, which is also the half for all others.
  package var halfPerHour: Int { perHour / 2 }
}
