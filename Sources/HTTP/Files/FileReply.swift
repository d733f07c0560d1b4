import CGIAuthLibC

/// A file, or a part of it, as the answer to GET or HEAD, with what caches and players
/// need (RFC 9110, RFC 9111).
package struct FileReply {
  let status: Status
  /// The header fields, `Status` aside.
  private(set) var fields: [(name: HeaderName, value: HeaderValue)] = []
  /// Which bytes of the file follow.
  private(set) var part = 0..<0
  private let file: OpenedPath

  /// What a pipe takes without a reader, in bytes (pipe(7)). A part no longer than that is read
  /// before anything is written.
  private static let maxAtOnce = 1 << 16

  /// The answer for a file.
  ///
  /// - Parameters:
  ///   - name: what the media type follows from.
  ///   - now: seconds since 1970.
  ///   - trustsLength: whether the web server believes the length, so that a file that becomes
  ///     shorter while it is sent would let its next answer on the connection stand where the client
  ///     expects the rest of the file.
  ///   - path: where the web server finds the file and sends it, ranges of it, too, where it does that; else
  ///     nil.
  package init(
    _ file: OpenedPath, name: [UInt8], to request: Request, now: Int, trustsLength: Bool,
    sentByServerFrom path: [UInt8]? = nil
  ) {
    self.file = file
    let size = Int(file.status.st_size)
    let modified = file.status.st_mtim
    let validators = Validators(
      size: size, modified: (seconds: modified.tv_sec, nanoseconds: modified.tv_nsec), now: now)
    var range = RangeRequest.whole
    switch Verdict(request, validators, now: now) {
    case .failed: status = .preconditionFailed
    case .notModified: status = .notModified
    case .proceed(let rangeCounts):
      if rangeCounts, path == nil { range = RangeRequest(request.header("RANGE"), length: size) }
      status =
        switch range {
        case .whole: .ok
        case .part: .partialContent
        case .unsatisfiable: .rangeNotSatisfiable
        }
    }
    fields = [
      // It may be kept, and must be asked for again: people who have logged out get nothing.
      (.cacheControl, "private, no-cache"),
      (.vary, "Cookie"),
      (.liteSpeedCacheControl, "no-cache"),
      (.contentTypeOptions, "nosniff"),
      // The pages of other hosts beside this one have the cookie sent with what they load: a
      // script, a picture, a frame.
      (.crossOriginResourcePolicy, "same-origin"),
      (.contentSecurityPolicy, "frame-ancestors 'self'"),
      // What is for members only may show in its address.
      (.referrerPolicy, "same-origin"),
    ]
    switch status {
    case .ok, .partialContent:
      part = if case .part(let piece) = range { piece } else { 0..<size }
      fields.append((.contentType, HeaderValue.mediaType(ofFileName: name)))
      fields.append((.acceptRanges, "bytes"))
      if status == .partialContent {
        add(.contentRange, "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)")
      }
    case .rangeNotSatisfiable: add(.contentRange, "bytes */\(size)")
    default: break
    }
    if status != .rangeNotSatisfiable && status != .preconditionFailed {
      add(.lastModified, validators.lastModified.text)
      add(.entityTag, validators.entityTag.text)
    }
    if status == .ok, let path {
      add(.sendFile, LocalPath.encoded(path))
      part = 0..<0
      return
    }
    if status != .notModified { add(.contentLength, String(part.count)) }
    if trustsLength && part.count > Self.maxAtOnce {
      // The file may become shorter while it is sent, and this process may be killed.
      fields.append((.connection, "close"))
    }
    if request.method == .head { part = 0..<0 }
  }

  /// The same with further fields.
  package func adding(_ fields: [(name: HeaderName, value: HeaderValue)]) -> FileReply {
    var reply = self
    reply.fields += fields
    return reply
  }

  /// Adds a field. Every text here is made of numbers; one that could end its line would be left out.
  private mutating func add(_ name: HeaderName, _ text: String) {
    if let value = HeaderValue(text) { fields.append((name, value)) }
  }

  /// The header of the answer as a CGI program writes it (RFC 3875 section 6.3).
  var head: [UInt8] { status.head(fields) }

  /// Writes the answer.
  ///
  /// - Returns: false where the reader went away, or the file became shorter than it was.
  func send(to output: Int32) -> Bool {
    ignoreSignal(SIGPIPE)
    if part.count <= Self.maxAtOnce {
      guard let bytes = try? file.beginning(at: part.lowerBound, maxBytes: part.count),
        bytes.count == part.count
      else { return false }
      return File.write(head + bytes, to: output)
    }
    guard File.write(head, to: output) else { return false }
    var offset = off_t(part.lowerBound)
    // sendfile(2): the kernel copies; it moves `offset` on by what it did.
    let sent = Transfer.all(part.count, waiting: { Transfer.wait(for: POLLOUT, of: output) }) { done in
      sendfile(output, file.descriptor, &offset, min(part.count - done, 1 << 30))
    }
    if let sent { return sent == part.count }
    // To a file that is open for appending, or from some file systems, the kernel cannot.
    return (errno == EINVAL || errno == ENOSYS) && pieces(from: Int(offset)) { File.write($0, to: output) }
  }

  /// Reads the part from a place on, and hands it over piece by piece.
  ///
  /// - Parameter take: takes a piece; whether there is to be another.
  /// - Returns: false where that was not so, or the file became shorter than it was.
  func pieces(from start: Int, _ take: (_ piece: [UInt8]) -> Bool) -> Bool {
    var offset = start
    while offset < part.upperBound {
      let count = min(part.upperBound - offset, Self.maxAtOnce)
      guard let bytes = try? file.beginning(at: offset, maxBytes: count), !bytes.isEmpty, take(bytes)
      else { return false }
      offset += bytes.count
    }
    return true
  }
}
