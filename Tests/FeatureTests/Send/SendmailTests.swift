@testable import CGIAuthHarness
import Foundation
import Glibc
import Testing

@testable import CGIAuthCore
@testable import CGIAuthSend

/// The host's own program, played by scripts, and the Maildir.
@Suite struct SendmailTests {
  private let folder: TemporaryFolder

  init() throws {
    // As the program does (Gateway.runHelper).
    signal(SIGPIPE, SIG_IGN)
    folder = try TemporaryFolder()
  }

  /// A transport by a script, which finds the folder in its own name's.
  private func transport(_ script: String) throws -> MailTransport {
    // Written by another process: what this one has open for writing, a program that starts meanwhile
    // inherits for a moment, and as long nobody can execute it (ETXTBSY, execve(2)).
    let text = Array("#!/bin/sh\ncd \"${0%/*}\"\n\(script)\n".utf8)
    let written = try run(
      "/bin/sh", ["-c", #"cat >"$0" && chmod 755 "$0""#, folder.path("sendmail")], input: text)
    try #require(written.status == 0)
    return try transport(variables: ["AUTH_SENDMAIL": folder.path("sendmail")])
  }

  private func transport(variables: [String: String]) throws -> MailTransport {
    let environment = Environment(variables.merging(["AUTH_DATA_DIR": folder.path("data")]) { $1 })
    return try MailTransport(Configuration(environment, programDirectory: folder.root))
  }

  private static let record =
    "for word in \"$@\"; do printf '%s\\n' \"$word\" >>words; done; cat >mail; env >variables"

  @Test(arguments: [
    ("ada@example.com", "ada@example.com"), ("-oq/tmp/x@example.com", "\"-oq/tmp/x\"@example.com"),
    ("-bi@example.com", "\"-bi\"@example.com"), ("a%0abcc@example.com", "a%0abcc@example.com"),
    ("a&touch+x@example.com", "a&touch+x@example.com"), ("*@example.com", "*@example.com"),
  ])
  func isGivenTheMailAndOneRecipient(_ recipient: String, _ word: String) throws {
    #expect(try transport(Self.record).failure(Array("Subject: x\n\n.\ny\n".utf8), to: recipient) == nil)
    #expect(try folder.text("words") == "-i\n-f\nnoreply@club.example\n--\n\(word)\n")
    #expect(try folder.text("mail") == "Subject: x\n\n.\ny\n")
    let variables = try folder.text("variables").split(separator: "\n").map { $0.prefix { $0 != "=" } }
    #expect(Set(variables).isSubset(of: ["PATH", "LC_ALL", "PWD", "OLDPWD", "SHLVL", "_"]))
  }

  /// sysexits.h: about the recipient or the mail are 65, 67 and 68.
  @Test(arguments: [
    (65, false), (67, false), (68, false), (1, true), (64, true), (69, true), (75, true), (77, true),
    (78, true), (127, true),
  ])
  func judgesTheStatus(_ status: Int, _ isTemporary: Bool) throws {
    let failure = try #require(
      try transport("cat >/dev/null; echo 'no <ada@example.com>, user ada, sorry' >&2; exit \(status)")
        .failure())
    #expect(failure.reason == .refused && failure.isTemporary == isTemporary)
    #expect(failure.detail == "status \(status) no ... user ... sorry")
  }

  @Test func isNotMoreThanALineOfTheLog() throws {
    let failure = try #require(
      try transport(
        "cat >/dev/null; head -c 300000 /dev/zero | tr '\\0' 'x '; printf '\\033[2J\\n\\377 y'; exit 75"
      ).failure())
    #expect(failure.detail.utf8.count <= 200 && failure.detail.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    #expect(failure.detail == "status 75")
  }

  /// A program that reads nothing takes the mail all the same, where it says so.
  @Test(arguments: [0, 75]) func needNotRead(_ status: Int) throws {
    let big = Array(repeating: Array("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n".utf8), count: 32_768).flatMap { $0 }
    #expect(try (transport("exec <&-; exit \(status)").failure(big) == nil) == (status == 0))
  }

  /// One that writes before it reads, and the other way round.
  @Test func doesNotStandStill() throws {
    let big = Array(repeating: Array("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n".utf8), count: 32_768).flatMap { $0 }
    #expect(try transport("head -c 1000000 /dev/zero; cat >mail").failure(big) == nil)
    #expect(try folder.bytes("mail") == big)
  }

  @Test func isEndedWhereItHangs() throws {
    let script = "sleep 1000 & echo $! >child; echo $$ >itself; wait"
    let failure = try #require(try transport(script).failure(milliseconds: 3_000))
    #expect(failure.reason == .timeout && failure.isTemporary)
    for name in ["child", "itself"] where folder.has(name) {
      let id = try #require(Int32(try folder.text(name).dropLast()))
      try eventually("\(name) has ended") { kill(id, 0) != 0 || isZombie(id) }
    }
  }

  /// What init has not yet taken away.
  private func isZombie(_ id: Int32) -> Bool {
    (try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8))?.contains(") Z ") ?? true
  }

  /// A daemon that it leaves behind keeps its output open.
  @Test func waitsForNoDaemon() throws {
    #expect(try transport("cat >/dev/null; sleep 30 & exit 0").failure() == nil)
  }

  @Test func saysHowItEnded() throws {
    let failure = try #require(try transport("cat >/dev/null; kill -SEGV $$").failure())
    #expect(
      failure.reason == .program && failure.isTemporary
        && failure.detail == "the program was ended by signal 11")
  }

  @Test func saysThatItIsNotThere() throws {
    let failure = try #require(try transport(variables: ["AUTH_SENDMAIL": folder.path("none")]).failure())
    #expect(failure.reason == .program && failure.isTemporary)
    #expect(failure.detail == "start the program: No such file or directory")
  }

  // MARK: A Maildir

  @Test func writesAMaildir() throws {
    let transport = try transport(variables: ["AUTH_MAIL": "file:\(folder.path("mails"))"])
    #expect(transport.failure(Array("one\n".utf8)) == nil && transport.failure(Array("two\n".utf8)) == nil)
    #expect(try folder.names("mails") == ["cur", "new", "tmp"])
    let names = try folder.names("mails/new")
    #expect(try Set(names.map { try folder.text("mails/new/\($0)") }) == ["one\n", "two\n"])
    #expect(try folder.names("mails/tmp") == [])
    #expect(try folder.permissions("mails") == 0o700 && folder.permissions("mails/new/\(names[0])") == 0o600)
  }

  @Test func saysThatAMaildirCannotBe() throws {
    try folder.write("file", "")
    let failure = try #require(
      try transport(variables: ["AUTH_MAIL": "file:\(folder.path("file/x"))"]).failure())
    #expect(failure.reason == .folder && failure.isTemporary)
  }

  @Test func sendsNothingWhereItIsOff() throws {
    let transport = try transport(variables: ["AUTH_MAIL": "off"])
    #expect(transport.isOff && transport.failure()?.reason == .refused)
  }

  /// docs/mail.md has a row for each word of the log.
  @Test(arguments: MailFailure.Reason.allCases) func isExplained(_ reason: MailFailure.Reason) throws {
    let text = try String(contentsOfFile: Project.root + "/docs/mail.md", encoding: .utf8)
    #expect(text.contains("\n| `\(reason.rawValue)` | "))
  }
}
