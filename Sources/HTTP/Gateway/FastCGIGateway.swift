import CGIAuthLibC

/// Many requests, one after the other, by the FastCGI protocol 1.0, as a responder: a web server or its
/// process manager starts this with a listening socket as its standard input.
enum FastCGIGateway {
  /// A process ends after so many requests, and the process manager starts another.
  private static let maxRequests = 10_000
  /// What is read of a file at once, in bytes.
  private static let pieceBytes = FastCGIRecord.maxContentBytes

  /// Whether standard input is a listening socket (SO_ACCEPTCONN, socket(7)).
  static var isMeant: Bool {
    var isListening: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(STDIN_FILENO, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size) == 0 && isListening != 0
  }

  /// Answers requests, and exits when there have been enough, the program's file is
  /// another, or a signal asks for it.
  ///
  /// A request that is under way is always finished: signals wait until then.
  static func serve(_ programDirectory: String, _ answer: Gateway.Answer) -> Never {
    _ = ProcessState.takingOver()
    ignoreSignal(SIGPIPE)
    let signals = Signals()
    let ownFile = ProgramFile()
    var kept: FastCGIConnection?
    var requests = 0
    while requests < maxRequests {
      guard let connection = next(kept, signals, ownFile) else { continue }
      kept = nil
      do throws(FastCGIRequest.Broken) {
        let request = try FastCGIRequest(connection)
        requests += 1
        if try serve(request, programDirectory, answer), request.keepsConnection { kept = connection }
      } catch {}
    }
    exit(EXIT_SUCCESS)
  }

  /// The connection with the next request: the one that was kept, or a new one, for which that is closed. A
  /// web server that keeps connections to all processes must not leave others waiting for them.
  private static func next(
    _ kept: FastCGIConnection?, _ signals: Signals, _ ownFile: ProgramFile
  ) -> FastCGIConnection? {
    var pollers = [pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)]
    if let kept { pollers.append(pollfd(fd: kept.descriptor, events: Int16(POLLIN), revents: 0)) }
    guard signals.wait(&pollers) else { return nil }
    // What has come is for the successor, whom it waits for in the socket's line.
    if ownFile.isReplaced { exit(EXIT_SUCCESS) }
    if let kept, pollers[1].revents != 0 { return kept }
    // Another process may have been first.
    let descriptor = acceptConnection(of: STDIN_FILENO)
    return descriptor < 0 ? nil : FastCGIConnection(descriptor)
  }

  /// Answers one request.
  ///
  /// - Returns: whether the connection can have another.
  private static func serve(
    _ request: FastCGIRequest, _ programDirectory: String, _ answer: Gateway.Answer
  ) throws(FastCGIRequest.Broken) -> Bool {
    let body = BodySource { count throws(RequestError) in try request.body(count) }
    let reply = answer(Environment(strings: request.variables), body, programDirectory) { request.log($0) }
    switch reply {
    case .document(let bytes): try request.write(bytes[...])
    case .file(let file): try send(file, to: request)
    case .process(_, let otherwise):
      let error = SystemError(operation: "run a script under FastCGI, which only CGI can,", code: ENOSYS)
      try request.write(otherwise(error)[...])
    }
    let isRead = request.skipBody()
    try request.end()
    return isRead
  }

  private static func send(
    _ file: FileReply, to request: FastCGIRequest
  ) throws(FastCGIRequest.Broken) {
    try request.write(file.head[...])
    var offset = file.part.lowerBound
    while offset < file.part.upperBound {
      let count = min(pieceBytes, file.part.upperBound - offset)
      guard let bytes = try? file.file.beginning(at: offset, maxBytes: count), !bytes.isEmpty else {
        // It has become shorter: the connection ends in the middle of the answer.
        throw FastCGIRequest.Broken()
      }
      try request.write(bytes[...])
      offset += bytes.count
    }
  }
}

/// The file that this program was started from, to notice that another one has its name.
private struct ProgramFile {
  private let path: [CChar]?
  private let status: stat

  init() {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &path, path.count - 1)
    var status = stat()
    let isKnown = count > 0 && stat(path, &status) == 0
    self.path = isKnown ? path : nil
    self.status = status
  }

  var isReplaced: Bool {
    guard let path else { return false }
    var now = stat()
    // Where it is missing for a moment, between being moved away and its successor, this one goes on.
    guard stat(path, &now) == 0 else { return false }
    return now.st_ino != status.st_ino || now.st_dev != status.st_dev
      || now.st_mtim.tv_sec != status.st_mtim.tv_sec
  }
}
