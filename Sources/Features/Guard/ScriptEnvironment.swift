import CGIAuthCore

/// The variables that a guarded script starts with: those it would have if the web server had started it
/// itself (RFC 3875 section 4.1), who that is, and none of ours.
struct ScriptEnvironment {
  /// `NAME=value`, as environ(7) holds them.
  private(set) var strings: [[UInt8]] = []

  /// - Parameters:
  ///   - cookies: the Cookie field that it is to see.
  ///   - isInterpreted: whether an interpreter of `guard_interpreter` reads them.
  init(
    _ environment: Environment, _ way: Handover.Way, _ path: GuardedPath, _ file: GuardedFile,
    _ user: ScriptUser, cookies: [UInt8], isInterpreted: Bool
  ) {
    strings = way == .action ? Self.undoingRedirect(environment.strings) : environment.strings
    let isContextKnown = environment["CONTEXT_DOCUMENT_ROOT"] != nil
    strings.removeAll { Self.isReplaced(Self.name($0)) }
    if case .token = BearerToken(authorization: environment["HTTP_AUTHORIZATION"]) {
      // It says who sent the request, which REMOTE_USER does now (RFC 3875 section 4.1.18).
      strings.removeAll { Self.name($0).isEqual(to: "HTTP_AUTHORIZATION") }
    }
    if !cookies.isEmpty { add("HTTP_COOKIE", cookies) }
    add("SCRIPT_NAME", file.url)
    add("SCRIPT_FILENAME", file.path)
    if !file.rest.isEmpty {
      add("PATH_INFO", file.rest)
      if let root = environment.metaVariable("DOCUMENT_ROOT") {
        // The file that the rest would name as a URL's path of its own (section 4.1.6).
        add("PATH_TRANSLATED", (root.last == UInt8(ascii: "/") ? Array(root.dropLast()) : root) + file.rest)
      }
    }
    if isContextKnown {
      add("CONTEXT_PREFIX", path.baseURL)
      add("CONTEXT_DOCUMENT_ROOT", path.base)
    }
    // Whichever way the token came, it is a bearer token (RFC 6750), and this is the
    // scheme that a 401 asks for.
    add("AUTH_TYPE", Array("Bearer".utf8))
    add("REMOTE_USER", Array(user.session.email.text.utf8))
    add("AUTH_USER_ID", Array(user.session.userID.utf8))
    add("AUTH_GROUPS", Array(user.groups.joined(separator: ",").utf8))
    add("AUTH_NAME", Array(user.name.utf8))
    if isInterpreted {
      // Where it is set, as by an earlier redirect, php-cgi takes PATH_TRANSLATED for its
      // script and runs or shows that.
      strings.removeAll { Self.name($0).isEqual(to: "REDIRECT_URL") }
    }
    if isInterpreted, !strings.contains(where: { Self.name($0).isEqual(to: "REDIRECT_STATUS") }) {
      // Without it php-cgi takes itself for called directly, and refuses (its setting cgi.force_redirect).
      add("REDIRECT_STATUS", Array("200".utf8))
    }
  }

  private mutating func add(_ name: StaticString, _ value: [UInt8]) {
    guard !value.contains(0) else { return }
    strings.append(name.withUTF8Buffer { Array($0) } + [UInt8(ascii: "=")] + value)
  }

  /// What is before the `=`; all of it where there is none.
  private static func name(_ string: [UInt8]) -> ArraySlice<UInt8> {
    string.prefix { $0 != UInt8(ascii: "=") }
  }

  private static let redirectPrefix = Array("REDIRECT_".utf8)

  /// Takes back what Apache's redirect to guard.cgi did: it put `REDIRECT_` before the name of every variable
  /// that the configuration had set for what is guarded, and added some of its own.
  private static func undoingRedirect(_ strings: [[UInt8]]) -> [[UInt8]] {
    var kept: [[UInt8]] = []
    var restored: [[UInt8]] = []
    for string in strings {
      guard string.starts(with: redirectPrefix) else { kept.append(string); continue }
      let original = Array(string.dropFirst(redirectPrefix.count))
      let name = name(original)
      if !ownOfRedirect.contains(where: { name.isEqual(to: $0) }) { restored.append(original) }
    }
    kept.removeAll { string in restored.contains { name($0) == name(string) } }
    return kept + restored
  }

  private static let ownOfRedirect: [StaticString] = ["HANDLER", "STATUS", "URL", "QUERY_STRING"]

  /// Whether a variable is told anew, or is ours: a setting, of which the secret could be one, or what
  /// apache.conf sets for guard.cgi. As Apache's redirects may have prefixed it, too.
  private static func isReplaced(_ name: ArraySlice<UInt8>) -> Bool {
    var name = name
    while name.starts(with: redirectPrefix) { name = name.dropFirst(redirectPrefix.count) }
    return name.starts(with: "AUTH_".utf8) || name.starts(with: "JWT_".utf8)
      || name.starts(with: "MATCH_CGI_AUTH".utf8) || replaced.contains { name.isEqual(to: $0) }
  }

  /// HTTP_PROXY would be a client's field Proxy, which many libraries take for the
  /// proxy to use (CVE-2016-5385).
  private static let replaced: [StaticString] = [
    "SCRIPT_NAME", "SCRIPT_FILENAME", "PATH_INFO", "PATH_TRANSLATED", "CONTEXT_PREFIX",
    "CONTEXT_DOCUMENT_ROOT",
    "REMOTE_USER", "HTTP_COOKIE", "HTTP_PROXY", "ap_trust_cgilike_cl",
  ]
}
