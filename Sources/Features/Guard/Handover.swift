import CGIAuthCore
import CGIAuthLibC

/// How a web server hands a request for something in a guarded folder over to guard.cgi.
///
/// A client can send headers, which arrive as HTTP_*, and a query. Neither makes any of the
/// marks that are asked for here.
struct Handover: Hashable {
  enum Way: Hashable {
    /// Apache's `Action`, an internal redirect to guard.cgi.
    case action
    /// lighttpd's `cgi.assign`, or another server that starts guard.cgi as the interpreter of a file.
    case interpreter
  }

  let way: Way
  let path: GuardedPath

  /// Reads the marks.
  ///
  /// 1. Apache: mod_actions sets REDIRECT_HANDLER, and the URL that had the handler, REDIRECT_URL, is
  ///    PATH_INFO. A call of `/cgi-bin/guard.cgi/x` has neither; an ErrorDocument or a rewritten URL has no
  ///    handler, or another URL. PATH_TRANSLATED is the file.
  /// 2. lighttpd: SCRIPT_FILENAME is the file and not this program, and is its first argument;
  ///    SCRIPT_NAME is the file's URL.
  /// 3. FastCGI: the same without the argument. Whoever reaches the socket is believed anyway.
  ///
  /// - Throws: why it is no such request.
  init(_ request: Request) throws(Refusal) {
    let environment = request.environment
    let file: [UInt8]
    let url: [UInt8]
    if environment.metaVariable("REDIRECT_HANDLER") != nil {
      guard let info = environment.metaVariable("PATH_INFO"),
        let translated = environment.metaVariable("PATH_TRANSLATED"),
        environment.metaVariable("REDIRECT_URL") == info
      else { throw Refusal(GuardFault.notHandedOver) }
      way = .action
      file = translated
      url = info
    } else {
      guard let script = environment.metaVariable("SCRIPT_FILENAME"),
        let name = environment.metaVariable("SCRIPT_NAME"), !Self.isThisProgram(script),
        request.gateway == .fastCGI || Self.firstArgumentOfProcess() == script
      else { throw Refusal(GuardFault.notHandedOver) }
      way = .interpreter
      let rest = environment.metaVariable("PATH_INFO") ?? []
      // Were it the rest alone that the two have in common, nothing would be known of the file.
      guard GuardedPath(file: script, url: name) != nil else { throw Refusal(GuardFault.unmatchedPath) }
      file = script + rest
      url = name + rest
    }
    guard let path = GuardedPath(file: file, url: url) else { throw Refusal(GuardFault.unmatchedPath) }
    self.path = path
  }

  /// Where this program is (proc(5)).
  private static let ownPath = "/proc/self/exe"

  /// Whether a path leads to the file of this program. Where that cannot be known, it does.
  private static func isThisProgram(_ path: [UInt8]) -> Bool {
    var own = stat()
    var other = stat()
    guard stat(ownPath, &own) == 0, stat(OpenedPath.cString(path), &other) == 0 else { return true }
    return own.st_dev == other.st_dev && own.st_ino == other.st_ino
  }

  /// What follows the program's name on its command line (proc(5)), or nil.
  private static func firstArgumentOfProcess() -> [UInt8]? {
    guard let line = try? File.open("/proc/self/cmdline", O_RDONLY).read(maxBytes: 2 * Int(PATH_MAX)) else {
      return nil
    }
    let words = line.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
    return words.count > 2 ? Array(words[1]) : nil
  }
}
