public import CGIAuthCore
import CGIAuthLibC

/// `guard.cgi`: what is in a guarded folder, for people who are logged in. docs/guard.md
/// says how it comes to be asked.
public enum Guard {
  /// Decides, in this order: was the request handed over by the server, who sent it, may they enter every
  /// folder on the way, what is there.
  @export(interface) public static func respond(to call: Call) throws(Refusal) -> Outcome {
    let handover = try Handover(call.request)
    call.standsInPlaceOfAFile = handover.way == .interpreter
    let session = try call.authenticateForm()
    let settings = try Refusal.taking(configuration: try GuardSettings(call.configuration))
    let access = try FolderAccess(session, call)
    var target = try handover.path.walk(access.enter)
    if case .folder(let folder, let hasSlash) = target {
      guard hasSlash else { return .response(try .addingSlash(call.request)) }
      guard let file = try handover.path.index(in: folder, settings.index) else { throw .notFound }
      target = .file(file)
    }
    guard case .file(let file) = target else { throw .notFound }
    return try outcome(of: file, handover, access, settings)
  }

  private static func outcome(
    of file: GuardedFile, _ handover: Handover, _ access: FolderAccess, _ settings: GuardSettings
  ) throws(Refusal) -> Outcome {
    let call = access.call
    let beginning: [UInt8]
    do { beginning = try file.file.beginning(maxBytes: ScriptKind.sniffedBytes) } catch {
      throw Refusal(GuardFault.unreadable(error))
    }
    let kind = ScriptKind(
      name: file.name, mode: file.file.status.st_mode, beginning: beginning,
      interpreters: call.configuration.guardInterpreters)
    let words: [[UInt8]]
    switch kind {
    case .source: throw Refusal(GuardFault.source)
    case .file:
      // Nothing is behind a file.
      guard file.rest.isEmpty else { throw .notFound }
      try Refusal.taking(request: try call.request.require([.get, .head]))
      // Apache trusts the length of what a CGI program sends.
      return .file(
        FileReply(
          file.file, name: file.name, to: call.request, now: call.clock.now(),
          trustsLength: handover.way == .action, sentByServerFrom: settings.isSentByServer ? file.path : nil))
    case .executable: words = [file.path]
    case .interpreted(let program): words = [program, file.path]
    }
    guard file.file.status.st_mode & 0o002 == 0 else { throw Refusal(GuardFault.writableScript) }
    // A file's length is known. A script's is its own word, and Apache passes on what it writes beyond it: to
    // the client, and to a proxy, that is the answer to the next request on the connection (CVE-2024-24795).
    guard call.request.environment["ap_trust_cgilike_cl"] == nil else {
      throw Refusal(GuardFault.believedScript)
    }
    if !call.request.method.isSafe { try call.refuseOtherSites() }
    let user = ScriptUser(
      session: access.session, groups: try access.groups(), name: try call.name(of: access.session))
    let environment = ScriptEnvironment(
      call.request.environment, handover.way, handover.path, file, user,
      cookies: call.cookiesForOthers, isInterpreted: words.count > 1)
    return .process(ProcessLaunch(words, variables: environment.strings, in: file.folder)) {
      Refusal(GuardFault.cannotStart($0))
    }
  }
}

extension Response {
  /// Sends a client from a folder's name to the name with a slash, as web servers do.
  fileprivate static func addingSlash(_ request: Request) throws(Refusal) -> Response {
    guard let target = request.environment.metaVariable("REQUEST_URI") else { throw .notFound }
    let end = target.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
    guard let place = LocalPath(target[..<end] + [UInt8(ascii: "/")] + target[end...]) else {
      throw .notFound
    }
    var response = Response(.movedPermanently, contentType: "text/plain; charset=utf-8", body: [])
    response.add(.location, HeaderValue(place))
    return response
  }
}
