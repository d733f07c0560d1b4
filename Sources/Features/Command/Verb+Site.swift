import CGIAuthCore
import CGIAuthLibC

extension Verb {
  static var site: [Verb] {
    [
      Verb("doctor", nil, "", 0...0, "what is to be mended, as far as it is seen from here", doctor),
      Verb(
        "mail-test", nil, "ADDRESS", 1...1, "send a test mail to a user, and say what came of it", mailTest),
      Verb(
        "rescue", nil, "ADDRESS", 1...1, "make somebody an administrator, and show a link for the password",
        rescue),
    ]
  }

  /// Exits with 1 where something is to be mended.
  @Sendable private static func doctor(_ work: Work) throws(CommandError) -> Report {
    let findings = Doctor(work.call, atShell: true).findings
    var text = ""
    for finding in findings {
      let (claim, advice) = finding.check.phrases
      let mark =
        switch finding.answer {
        case .yes: "yes  "
        case .no: "NO   "
        case .unknown: "-    "
        }
      text += "\(mark)\(Language.english(claim))"
      if let seen = finding.seen { text += " (\(TextTable.plain(seen)))" }
      text += "\n"
      switch finding.answer {
      case .yes: break
      case .no: text += "     \(Language.english(advice))\n"
      case .unknown: text += "     \(finding.check.adviceAtShell)\n"
      }
    }
    return Report(
      [.init("checks", .array(findings.map { .object($0.object) }))], text: text,
      status: findings.contains { $0.answer == .no } ? 1 : 0)
  }

  @Sendable private static func mailTest(_ work: Work) throws(CommandError) -> Report {
    let user = try work.user()
    let delivery = try work.site { () throws(Refusal) in
      try work.shell.sendTestMail(to: user, work.call)
    }
    switch delivery {
    case .sent: return Report(done: "The mail was handed over")
    case .failed(let line):
      throw CommandError(
        EX_UNAVAILABLE, "mail-failed",
        "the mail was not taken\(line.map { ": \(TextTable.plain($0))" } ?? "")",
        advice: "docs/mail.md says what to do about each word")
    case .waits:
      throw CommandError(
        EX_TEMPFAIL, "mail-waits", "the mail waits: after a failure the server is left alone for a while",
        advice: "see the doctor, and try again")
    }
  }

  @Sendable private static func rescue(_ work: Work) throws(CommandError) -> Report {
    let email = try work.email(work.typed.arguments[0])
    let administration = try work.administration()
    let (user, link) = try work.site { () throws(Refusal) in try administration.rescue(email) }
    return work.report(of: user, link, "\(email.text) is an administrator")
  }
}

extension Doctor.Check {
  /// How to see what cannot be seen at a shell.
  fileprivate var adviceAtShell: StaticString {
    switch self {
    case .https, .owner, .cookies, .authorization, .address:
      "Only a request shows it: open admin.cgi?doctor in a browser."
    case .data, .outside: "Only a visitor sees it: make check-site URL=https://your.site asks from outside."
    case .lock: "There is no user file yet."
    case .permissions, .clock, .space, .secret, .hash, .log, .mail: "It cannot be read now."
    }
  }
}
