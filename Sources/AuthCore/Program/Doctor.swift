import CGIAuthLibC

/// What somebody who runs a site has to look after, as far as it can be seen from inside.
package struct Doctor {
  package enum Check: String, CaseIterable {
    case https, data, permissions, owner, clock, cookies, authorization, address, space, secret, hash, lock
    case log, mail, outside
  }

  package enum Answer: String {
    case yes, no, unknown
  }

  package struct Finding {
    package let check: Check
    package let answer: Answer
    /// What was seen, in no language.
    package let seen: String?

    /// As programs see it.
    package var object: JSONObject {
      JSONObject(members: [
        .init("check", .text(check.rawValue)), .init("answer", .text(answer.rawValue)),
        .init("seen", seen.map { .text($0) } ?? .null),
      ])
    }
  }

  /// Less than this many MiB are too few: a write copies the user file.
  private static let minMiB = 20
  /// A lock that takes longer keeps people waiting.
  private static let maxLockMilliseconds = 200

  private let call: Call
  /// Whether somebody asks at a shell, where no request shows what the web server does.
  private let isAtShell: Bool

  private var directory: DataDirectory { call.configuration.dataDirectory }
  private var environment: Environment { call.request.environment }

  package init(_ call: Call, atShell isAtShell: Bool = false) {
    self.call = call
    self.isAtShell = isAtShell
  }

  /// All of it. Nothing is written. What only a request shows is unknown at a shell.
  package var findings: [Finding] {
    Check.allCases.map {
      isAtShell && $0.needsRequest ? Finding(check: $0, answer: .unknown, seen: nil) : finding($0)
    }
  }

  private func finding(_ check: Check) -> Finding {
    let (answer, seen): (Answer, String?) =
      switch check {
      case .https: (call.isHTTPS ? .yes : .no, nil)
      case .data: (data, nil)
      case .permissions: permissions
      case .owner: (TrustedOwner.isProgramOfAnother ? .no : .yes, nil)
      case .clock: clock
      case .cookies: (call.isByBearer ? .unknown : .yes, nil)
      case .authorization: (call.request.header("AUTHORIZATION") == nil ? .unknown : .yes, nil)
      case .address: address
      case .space: space
      case .secret: (isSecretGuessable ? .no : .yes, secretDay)
      case .hash: (call.hasWeakHash ? .no : .yes, nil)
      case .lock: lock
      case .log: log
      case .mail: mail
      case .outside: (.unknown, nil)
      }
    return Finding(check: check, answer: answer, seen: seen)
  }

  /// A server that reads no `.htaccess` gives what is in the document root to everybody; of one that might,
  /// only a visitor can tell.
  private var data: Answer {
    let folder = directory.path(".")
    if DataPlace.isServed(folder, environment) { return .no }
    return DataPlace.isInDocumentRoot(folder, environment) ? .unknown : .yes
  }

  private var permissions: (Answer, String?) {
    for (name, others) in [
      (".", 0o022), ("secret.key", 0o077), ("private.key", 0o077), ("users.gdbm", 0o007),
    ] {
      guard let status = status(name), Int(status.st_mode) & others != 0 else { continue }
      return (.no, name)
    }
    return (.yes, nil)
  }

  /// Nothing was written in the future, nor is it before this program was made.
  private var clock: (Answer, String?) {
    let now = call.clock.now()
    let written = ["audit.log", "users.gdbm", "secret.key"].compactMap { status($0)?.st_mtim.tv_sec }
    let isPlausible = now > 1_790_000_000 && !written.contains { $0 > now + 60 }
    return (isPlausible ? .yes : .no, internetTime(now))
  }

  /// Who sends this shows what the site sees of everybody.
  private var address: (Answer, String?) {
    let seen = call.clientAddress
    guard let seen else { return (.no, nil) }
    let server = environment.metaVariable("REMOTE_ADDR") ?? []
    // Anybody can send that field: who reads this knows whether a proxy did.
    if call.request.header("X_FORWARDED_FOR") != nil, seen.utf8.elementsEqual(server) { return (.no, seen) }
    return (.yes, seen)
  }

  private var space: (Answer, String?) {
    var status = statvfs()
    guard statvfs(directory.path("."), &status) == 0 else { return (.unknown, nil) }
    let bytes = Int(status.f_bavail).multipliedReportingOverflow(by: Int(status.f_frsize))
    let free = (bytes.overflow ? Int.max : bytes.partialValue) >> 20
    return (free >= Self.minMiB ? .yes : .no, "\(free) MiB")
  }

  private var secretDay: String? {
    guard let time = status("secret.key")?.st_mtim.tv_sec else { return nil }
    return String(decoding: internetTime(time).utf8.prefix(10), as: UTF8.self)
  }

  /// How long others keep the lock of the user file.
  private var lock: (Answer, String?) {
    let wait = 5 * Self.maxLockMilliseconds
    let deadline = Deadline(milliseconds: wait)
    guard let file = try? File.openIfPresent(directory.path("users.lock"), O_NOFOLLOW | O_NONBLOCK) else {
      return (.unknown, nil)
    }
    let isLocked = (try? file.lock(LOCK_EX, until: deadline)) ?? false
    let took = wait - deadline.millisecondsLeft
    return (isLocked && took <= Self.maxLockMilliseconds ? .yes : .no, "\(took) ms")
  }

  /// Of a server that is down, what the error log says last.
  private var mail: (Answer, String?) {
    guard ((try? call.mailIfOn()) ?? nil) != nil else { return (.no, nil) }
    if call.site.outbox.failedTries == 0 { return (.yes, nil) }
    return (.no, lastMailLine)
  }

  /// The last line of the error log about a mail that was not taken; nil where the last day has none.
  var lastMailLine: String? {
    var last: [UInt8]?
    try? readLog { line, word in if word.begins(with: "mail-") { last = line } }
    return last.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Where nothing was signed, the file alone tells.
  private var isSecretGuessable: Bool {
    if !call.site.tokens.keys.isEmpty { return call.hasGuessableSecret }
    let keys = (try? KeyFile.signing.keysIfAny(in: directory)) ?? nil
    return keys?.first?.isGuessable ?? false
  }

  /// The words of the lines that the error log has of the last day, but of those that ask for nothing.
  private var log: (Answer, String?) {
    var words: [[UInt8]] = []
    do throws(SystemError) {
      try readLog { _, word in
        if !Self.harmless.contains(where: { word.isEqual(to: $0) }), !words.contains(word) {
          words.append(word)
        }
      }
    } catch { return (.unknown, nil) }
    guard !words.isEmpty else { return (.yes, nil) }
    return (.no, String(decoding: Array(words.joined(separator: [0x2C, 0x20])), as: UTF8.self))
  }

  /// Takes each line that the error log has of the last day, and its word.
  private func readLog(_ take: (_ line: [UInt8], _ word: [UInt8]) -> Void) throws(SystemError) {
    let since = Array(internetTime(call.clock.now() - 86_400).utf8)
    let log = LogFile(name: ErrorLog.name, directory: directory, maxBytes: 0, keptFiles: 1)
    // The newest file is the last to be read.
    for file in try log.files().reversed() {
      _ = try file.readLines(until: call.deadline) { line in
        let parts = line.split(separator: 0x20, maxSplits: 2)
        guard parts.count > 1, !parts[0].lexicographicallyPrecedes(since) else { return }
        take(line, Array(parts[1]))
      }
    }
  }

  /// Words of lines after which there is nothing to do (docs/host.md).
  private static let harmless: [StaticString] = ["not-cgi", "not-for-servers", "rehash-failed"]

  private func status(_ name: String) -> stat? {
    var status = stat()
    return stat(directory.path(name), &status) == 0 ? status : nil
  }
}

extension Doctor.Check {
  /// Whether only a request that came by the web server shows it.
  fileprivate var needsRequest: Bool {
    switch self {
    case .https, .data, .owner, .cookies, .authorization, .address, .outside: true
    case .permissions, .clock, .space, .secret, .hash, .lock, .log, .mail: false
    }
  }
}
