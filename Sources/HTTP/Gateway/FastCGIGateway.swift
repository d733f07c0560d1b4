import CGIAuthLibC

/// Many requests, one after the other, by the FastCGI protocol 1.0: a web server or its process manager
/// starts this with a listening socket as its standard input.
enum FastCGIGateway {
  /// Whether standard input is a listening socket (SO_ACCEPTCONN, socket(7)).
  static var isMeant: Bool {
    var isListening: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(STDIN_FILENO, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size) == 0 && isListening != 0
  }

  /// Answers requests until a signal ends it. A request that is under way is always
  /// finished: signals wait until then.
  ///
  /// When there have been enough, or the program's file is another, the file is started in this
  /// process's place (execve(2)). What waits in the socket's line waits for it: no request is lost, and
  /// nobody need start anything.
  static func serve(
    _ program: [CChar]?, _ programDirectory: String, _ answer: Gateway.Answer, authorizer: Gateway.Answer?
  ) -> Never {
    let inherited = ProcessState.takingOver()
    // The same for every request: none finds another state than the one before.
    ignoreSignal(SIGPIPE)
    File.failBeyondSizeLimit()
    // A process may be started without these (section 2.2), and a connection must not take their place.
    for stream in [STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD, 0) < 0 {
      _ = open("/dev/null", O_RDWR, 0)
    }
    // Of several processes that wait for one socket, the one that comes too late must not wait in accept(2).
    _ = fcntl(STDIN_FILENO, F_SETFL, fcntl(STDIN_FILENO, F_GETFL, 0) | O_NONBLOCK)
    let signals = Signals()
    var arrivals = FastCGIArrivals()
    let roles: [FastCGIRequest.Role] = [.responder] + (authorizer == nil ? [] : [.authorizer])
    var ownFile = ProgramFile(path: program)
    var kept: FastCGIConnection?
    // So many requests, as the site of the last one that could be read says.
    var (requests, maxRequests) = (0, Int.max)
    while true {
      var isKept = kept?.hasArrived ?? false
      guard isKept || arrivals.wait(kept, &isKept, signals) else { continue }
      if !isKept, requests >= maxRequests || ownFile.isReplaced {
        ownFile.takeOver(restoring: inherited, signals)
        // It could not be started, such as a file that is not there as a whole yet.
        ownFile = ProgramFile(path: program)
        requests = 0
      }
      do throws(FastCGIRequest.Broken) {
        guard let connection = isKept ? kept : accepted() else { continue }
        kept = nil
        let request = try FastCGIRequest(connection, roles: roles)
        requests += 1
        let outgoing =
          if request.role == .authorizer, let authorizer {
            authorizer(incoming(request, programDirectory))
          } else {
            answer(incoming(request, programDirectory))
          }
        maxRequests = outgoing.maxRequests ?? maxRequests
        let isRead = try carryOut(outgoing.reply, to: request, restoring: inherited, signals)
        outgoing.afterwards?.start(signals)
        // A web server that keeps its connection for ever must not keep this from starting anew.
        if isRead, request.keepsConnection, requests < maxRequests, !ownFile.isReplaced { kept = connection }
      } catch {}
      // Behind the end of the request, and of its connection, where that has ended.
      wipeFreedMemory(false)
    }
  }

  /// A new connection; nil where another process was first. Where the socket is of no
  /// more use, this is the end.
  private static func accepted() -> FastCGIConnection? {
    let descriptor = acceptConnection(of: STDIN_FILENO)
    if descriptor >= 0 { return FastCGIConnection(descriptor) }
    switch errno {
    case EAGAIN, EINTR, ECONNABORTED: return nil
    default: exit(EXIT_FAILURE)
    }
  }

  private static func incoming(_ request: FastCGIRequest, _ programDirectory: String) -> Gateway.Incoming {
    Gateway.Incoming(
      gateway: .fastCGI, environment: request.variables,
      body: BodySource { count throws(RequestError) in try request.body(count) },
      programDirectory: programDirectory, log: { request.log($0) })
  }

  /// Answers one request.
  ///
  /// - Returns: whether the connection can have another.
  private static func carryOut(
    _ reply: Reply, to request: FastCGIRequest, restoring inherited: ProcessState, _ signals: Signals
  ) throws(FastCGIRequest.Broken) -> Bool {
    switch reply {
    case .document(let bytes): try request.write(bytes[...])
    case .file(let file): try send(file, to: request)
    case .process(let launch, let otherwise):
      let script: ChildProcess
      do { script = try ChildProcess(launch, restoring: inherited, signals) } catch {
        try request.write((launch.head + otherwise(error))[...])
        break
      }
      try request.write(launch.head[...])
      try request.answer(by: script)
    }
    let isRead = request.skipBody()
    try request.end()
    return isRead
  }

  private static func send(
    _ file: FileReply, to request: FastCGIRequest
  ) throws(FastCGIRequest.Broken) {
    try request.write(file.head[...])
    let isWhole = file.pieces(from: file.part.lowerBound) { (try? request.write($0[...])) != nil }
    // Where the file has become shorter, too, the connection ends in the middle of the answer.
    guard isWhole else { throw FastCGIRequest.Broken() }
  }
}

/// The file that this program was started from, to notice that another one has its name.
private struct ProgramFile {
  /// Nil where it is not known.
  private let path: [CChar]?
  private let status: stat

  /// The file as it is now.
  init(path: [CChar]?) {
    var status = stat()
    self.path = path
    if let path { stat(path, &status) }
    self.status = status
  }

  var isReplaced: Bool {
    guard let path else { return false }
    var now = stat()
    // Where it is missing for a moment, between being moved away and its successor, this one goes on.
    guard stat(path, &now) == 0 else { return false }
    return now.st_ino != status.st_ino || now.st_dev != status.st_dev || now.st_size != status.st_size
      || now.st_mtim.tv_sec != status.st_mtim.tv_sec || now.st_mtim.tv_nsec != status.st_mtim.tv_nsec
  }

  /// Starts the file in this process's place. This returns where that does not work.
  func takeOver(restoring inherited: ProcessState, _ signals: Signals) {
    guard let path else { return }
    inherited.restore()
    signals.unblock()
    var arguments = [strdup(path), nil]
    execve(path, &arguments, environ)
    free(arguments[0])
    Signals.block()
    _ = ProcessState.takingOver()
  }
}
