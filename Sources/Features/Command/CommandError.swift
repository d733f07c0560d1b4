import CGIAuthCore
import CGIAuthLibC

/// Why something was not done, and what somebody at a shell does then.
struct CommandError: Error {
  /// The exit status.
  let status: Int32
  /// The reason word.
  let word: String
  let message: String
  let advice: String?

  init(_ status: Int32, _ word: String, _ message: String, advice: String? = nil) {
    self.status = status
    self.word = word
    self.message = message
    self.advice = advice
  }

  /// It cannot be understood.
  static func usage(_ message: String, _ verb: Verb? = nil) -> CommandError {
    CommandError(
      EX_USAGE, "usage", message, advice: "see: \(Command.name) help\(verb.map { " \($0.name)" } ?? "")")
  }

  init(_ failure: Failure) {
    let line = Array(failure.logLine.utf8)
    let word = line.prefix { $0 != 0x20 }
    self.init(
      failure.told == .later ? EX_TEMPFAIL : EX_CONFIG, String(decoding: word, as: UTF8.self),
      failure.logLine, advice: "docs/host.md says what to do about \(String(decoding: word, as: UTF8.self))")
  }

  init(_ refusal: Refusal) {
    if let failure = refusal.failure {
      self.init(failure)
      return
    }
    let advice: String? =
      switch refusal.status {
      case .notFound: "look for it with: \(Command.name) users search PART"
      default: nil
      }
    self.init(
      refusal.status == .unprocessableContent ? EX_DATAERR : 1, refusal.word.description,
      refusal.plainText, advice: advice)
  }

  init(_ stranger: Shell.Stranger) {
    switch stranger {
    case .noData(let place):
      self.init(
        EX_CONFIG, "no-data", "there is no data folder \(TextTable.plain(place))",
        advice: "name it: --data FOLDER")
    case .unknownUser:
      self.init(
        EX_NOUSER, "no-user", "the system's file of users has no such user",
        advice: "give the number: --user 33")
    case .ambiguous:
      self.init(
        EX_NOPERM, "whose-data",
        "root has to say whose the data is, since its folder or files are root's or of two users",
        advice: "name the user that the programs run as: --user NAME")
    case .another(let name):
      self.init(
        EX_NOPERM, "not-owner", "the data belongs to another user, \(name)",
        advice: "start this as that user, or as root: sudo \(Command.name) ...")
    case .refused(let name):
      self.init(
        EX_NOPERM, "not-owner", "the system does not let this become \(name)",
        advice: "start this as that user")
    case .notStarted(let name):
      self.init(
        EX_NOPERM, "not-started", "\(name) may not run this program",
        advice: "let everybody read and run it: chmod 755")
    }
  }

  /// As programs see it.
  var json: JSONObject {
    JSONObject(members: [.init("error", .text(word)), .init("message", .text(message))])
  }
}
