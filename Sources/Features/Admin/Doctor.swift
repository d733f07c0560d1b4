import CGIAuthCore
import CGIAuthLibC

/// What somebody who runs a site has to look after, as far as it can be seen from inside.
struct Doctor {
  enum Check: String, CaseIterable {
    case https, data, permissions, owner, clock, cookies, authorization, address, space, secret, hash, lock
    case mail, outside
  }

  enum Answer: String {
    case yes, no, unknown
  }

  struct Finding {
    let check: Check
    let answer: Answer
    /// What was seen, in no language.
    let seen: String?

    /// As programs see it.
    var object: JSONObject {
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
  private var directory: DataDirectory { call.configuration.dataDirectory }
  private var environment: Environment { call.request.environment }

  init(_ call: Call) { self.call = call }

  /// All of it. Nothing is written.
  var findings: [Finding] { Check.allCases.map { finding($0) } }

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
      case .secret: (call.hasGuessableSecret ? .no : .yes, secretDay)
      case .hash: (call.hasWeakHash ? .no : .yes, nil)
      case .lock: lock
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
    let lines = (try? LogView(.error).read(call).lines) ?? []
    return (
      .no,
      lines.first { $0.utf8.split(separator: 0x20).dropFirst().first?.starts(with: "mail-".utf8) ?? false }
    )
  }

  private func status(_ name: String) -> stat? {
    var status = stat()
    return stat(directory.path(name), &status) == 0 ? status : nil
  }
}
