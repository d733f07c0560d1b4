import CGIAuthCore

/// What is set for sending mail.
struct MailSettings {
  /// How mail leaves (`mail`).
  var route = MailRoute.sendmail
  /// The path of the host's own program (`sendmail`).
  var program = "/usr/sbin/sendmail"
  /// The file of the authorities that are trusted for TLS (`tls_ca_file`); nil for the host's.
  var authorities: String?

  /// Reads them.
  ///
  /// - Throws: an error that says where a value stands and what it must be.
  init(_ configuration: Configuration) throws(ConfigurationError) {
    try configuration.read(Self.all, into: &self)
  }

  static let all: [Setting<MailSettings>] = [
    // Mail

    /// How mail leaves ([mail.md](mail.md)): `sendmail`, the host's own program;
    /// `smtps://user:password@host:465` or `smtp://user:password@host:587`, a mail server, user and password
    /// percent-encoded, by TLS from the start or by STARTTLS; `file:/folder`, a Maildir for tests; `off`.
    /// Default: `sendmail`.
    Setting("mail", "AUTH_MAIL") { value, settings in
      do throws(MailRoute.Fault) { settings.route = try MailRoute(value) } catch { return error.requirement }
      return nil
    },
    /// The path of the host's own program.
    /// Default: `/usr/sbin/sendmail`.
    Setting("sendmail", "AUTH_SENDMAIL") { value, settings in
      guard value.first == UInt8(ascii: "/"), value.isUTF8 else { return pathRequirement }
      settings.program = String(decoding: value, as: UTF8.self)
      return nil
    },
    /// A file of the certificates that a mail server's certificate must lead to, in PEM.
    /// Default: the host's list.
    Setting("tls_ca_file", "AUTH_TLS_CA_FILE") { value, settings in
      guard value.first == UInt8(ascii: "/"), value.isUTF8 else { return pathRequirement }
      settings.authorities = String(decoding: value, as: UTF8.self)
      return nil
    },
  ]

  private static let pathRequirement: StaticString = "must be the path of a file that begins with /"
}
