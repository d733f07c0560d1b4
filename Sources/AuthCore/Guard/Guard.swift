import CGIAuthHTTP
import CGIAuthLibC

/// `guard.cgi`: what is in a guarded folder, for who is logged in. docs/guard.md says how it comes to be asked.
public enum Guard {
  /// Answers the request that this process was started for, and exits; or becomes the script that is asked for.
  @export(interface) public static func run() -> Never {
    let state = ProcessState.takingOver()
    Program.serve { request, services throws(AuthError) in
      switch try delivery(for: request, with: services) {
      case .response(let response): return response
      case .file(let answer): Program.end(request.environment, isWritten: answer.send(to: STDOUT_FILENO))
      case .script(let launch): throw .guarded(.cannotStart(launch.replaceProcess(restoring: state)))
      }
    }
  }

  /// What a request gets.
  enum Delivery {
    case response(Response)
    case file(FileAnswer)
    case script(ScriptLaunch)
  }

  /// Decides, in this order: was the request handed over by the server, who sent it, may they enter every folder on the
  /// way, what is there.
  static func delivery(
    for request: Request, with services: Services
  ) throws(AuthError) -> Delivery {
    let handover = try Handover(request.environment)
    let session: Session
    do throws(AuthError) { session = try services.authenticate(request) } catch {
      if let response = services.sendToLogin(request, handover.way, error) { return .response(response) }
      throw error
    }
    let access = GuardAccess(session: session, services: services)
    var target = try handover.path.walk(access.enter)
    if case .folder(let folder, let hasSlash) = target {
      guard hasSlash else { return .response(try .addingSlash(request)) }
      let names = services.configuration.guardIndex
      let index = names.isEmpty ? [Array("index.html".utf8)] : names
      guard let file = try handover.path.index(in: folder, index) else { throw .notFound }
      target = .file(file)
    }
    guard case .file(let file) = target else { throw .notFound }
    return try delivery(of: file, to: request, handover, access)
  }

  private static func delivery(
    of file: GuardedFile, to request: Request, _ handover: Handover, _ access: GuardAccess
  ) throws(AuthError) -> Delivery {
    let configuration = access.services.configuration
    let beginning: [UInt8]
    do { beginning = try file.file.beginning(maxBytes: ScriptKind.sniffedBytes) } catch {
      throw .guarded(.unreadable(error))
    }
    let kind = ScriptKind(
      name: file.name, mode: file.file.status.st_mode, beginning: beginning,
      interpreters: configuration.guardInterpreters)
    let words: [[UInt8]]
    switch kind {
    case .source: throw .guarded(.source)
    case .file:
      // Nothing is behind a file.
      guard file.rest.isEmpty else { throw .notFound }
      try AuthError.mapping { () throws(RequestError) in try request.require([.get, .head]) }
      return .file(
        FileAnswer(
          file, to: request, handover.way, now: access.services.clock.now(),
          strictTransport: access.services.strictTransport(for: request)))
    case .executable: words = [file.path]
    case .interpreted(let program): words = [program, file.path]
    }
    guard file.file.status.st_mode & 0o002 == 0 else { throw .guarded(.writableScript) }
    // A file's length is known. A script's is its own word, and Apache passes on what it writes beyond it: to the client, and to
    // a proxy, that is the answer to the next request on the connection (CVE-2024-24795).
    guard request.environment["ap_trust_cgilike_cl"] == nil else { throw .guarded(.believedScript) }
    if !request.method.isSafe { try access.services.refuseOtherSites(request) }
    let user = ScriptUser(session: access.session, groups: try access.groups())
    let environment = ScriptEnvironment(
      request.environment, handover.way, handover.path, file, user, isInterpreted: words.count > 1)
    return .script(
      ScriptLaunch(program: words[0], arguments: words, environment: environment, folder: file.folder))
  }
}

extension Method {
  /// Whether the method asks for nothing to be changed (RFC 9110 section 9.2.1); of those it names, the ones browsers send.
  fileprivate var isSafe: Bool { self == .get || self == .head || name.isEqual(to: "OPTIONS") }
}

/// Somebody on the way to a guarded file.
final class GuardAccess {
  let session: Session
  let services: Services
  private var known: [String]?

  init(session: Session, services: Services) {
    self.session = session
    self.services = services
  }

  /// The groups of who is logged in, read once at most.
  func groups() throws(AuthError) -> [String] {
    if let known { return known }
    let groups = try services.groups(of: session)
    known = groups
    return groups
  }

  /// Enters a folder, where every rule for it is met.
  ///
  /// - Throws: `notPermitted`; `configuration` where a rule cannot be read.
  func enter(_ folder: OpenedPath) throws(AuthError) {
    var requirements: [GroupRequirement]
    do throws(ConfigurationError) {
      requirements = try FolderRules.requirements(in: folder)
      for rule in services.configuration.guardRules where try rule.applies(to: folder.status) {
        requirements.append(rule.requirement)
      }
    } catch { throw .configuration(error) }
    for requirement in requirements {
      guard requirement.isMet(by: try groups()) else { throw .notPermitted }
    }
  }
}

extension Services {
  /// Sends a browser to the login page, or nil where that is done as for every other program.
  ///
  /// As an interpreter, guard.cgi runs under the URL of what it guards, beside which login.cgi is not.
  fileprivate func sendToLogin(_ request: Request, _ way: Handover.Way, _ error: AuthError) -> Response? {
    guard way == .interpreter, request.prefersPage, configuration.loginPage == nil else { return nil }
    let place = Array("SCRIPT_NAME=/cgi-bin/guard.cgi".utf8)
    let strings = request.environment.strings.filter { !$0.starts(with: "SCRIPT_NAME=".utf8) } + [place]
    guard let request = try? Request(environment: Environment(strings: strings), body: .bytes([])) else {
      return nil
    }
    return switch error {
    case .missingToken: sendToLogin(request)
    case .invalidToken: sendToLogin(request, .sessionEnded)
    default: nil
    }
  }
}

extension Response {
  /// Sends a client from a folder's name to the name with a slash, as web servers do.
  fileprivate static func addingSlash(_ request: Request) throws(AuthError) -> Response {
    guard let target = request.environment.metaVariable("REQUEST_URI") else { throw .notFound }
    let end = target.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
    guard let place = LocalPath(target[..<end] + [UInt8(ascii: "/")] + target[end...]),
      let value = HeaderValue(place.text)
    else { throw .notFound }
    var response = Response(.movedPermanently, contentType: "text/plain; charset=utf-8", body: [])
    response.add(.location, value)
    return response
  }
}
