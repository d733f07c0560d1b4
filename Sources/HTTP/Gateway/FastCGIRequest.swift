import CGIAuthLibC

/// The requests of one connection of a web server, read record by record.
///
/// A connection has one request at a time. Another one that is begun meanwhile is told that this program does
/// not do that (FCGI_CANT_MPX_CONN, section 5.5); a web server that has asked (FCGI_GET_VALUES) does not try.
final class FastCGIRequest {
  /// The most bytes of all parameters. Web servers take 8 to 64 KiB of header fields.
  static let maxParameterBytes = 1 << 18
  private static let keepsConnection: UInt8 = 1

  /// What a program is asked to be.
  enum Role: Int {
    /// Who answers a request (section 6.2).
    case responder = 1
    /// Who says whether the web server may answer it (section 6.3).
    case authorizer
  }

  /// How a request ended (section 5.5).
  enum Status: UInt8 {
    case complete, cannotMultiplex, overloaded, unknownRole
  }

  /// Why the connection is of no more use: it has ended, or what came over it is no FastCGI.
  struct Broken: Error {}

  let id: UInt16
  let role: Role
  /// Whether the web server wants to use the connection again.
  let keepsConnection: Bool
  private(set) var variables = Environment([])
  let connection: FastCGIConnection
  /// What has come of the body and was not asked for yet.
  private var body: [UInt8] = []
  private var isBodyWhole = false
  private(set) var isAborted = false
  /// Records of the answer that were not sent yet.
  private var unsent: [UInt8] = []
  private static let maxUnsentBytes = 1 << 15

  /// Waits for a request, and reads it up to its body.
  ///
  /// - Parameter roles: those that the program has; the web server is told of others that it has not.
  /// - Throws: where the connection is of no more use. That is how a connection ends that is kept.
  init(_ connection: FastCGIConnection, roles: [Role]) throws(Broken) {
    self.connection = connection
    while true {
      let record = try connection.record()
      if record.kind != .beginRequest {
        try Self.answerToNoRequest(record, connection)
        continue
      }
      guard record.content.count == 8, record.requestID != 0 else { throw Broken() }
      let role = Role(rawValue: Int(record.content[0]) << 8 | Int(record.content[1]))
      let keeps = record.content[2] & Self.keepsConnection != 0
      guard let role, roles.contains(role) else {
        try connection.write(Self.end(record.requestID, .unknownRole))
        guard keeps else { throw Broken() }
        continue
      }
      id = record.requestID
      self.role = role
      // An authorizer is sent no body.
      isBodyWhole = role == .authorizer
      keepsConnection = keeps
      break
    }
    variables = try parameters()
  }

  private func parameters() throws(Broken) -> Environment {
    var bytes: [UInt8] = []
    while true {
      guard let record = try next() else { throw Broken() }
      guard record.kind == .parameters else { continue }
      if record.content.isEmpty { break }
      if bytes.isEmpty { bytes = record.content } else { bytes += record.content }
      guard bytes.count <= Self.maxParameterBytes else { throw Broken() }
    }
    var variables = Environment(bytes)
    var place = 0
    while let (name, value) = FastCGIRecord.pair(of: bytes, at: &place) {
      // As environ(7) could not hold it.
      guard !name.isEmpty, !bytes[name].has(UInt8(ascii: "=")),
        !bytes[name.lowerBound..<value.upperBound].has(0)
      else { throw Broken() }
      variables.add(name: name, value: value)
    }
    guard place == bytes.count else { throw Broken() }
    return variables
  }

  /// The next bytes of the body.
  ///
  /// - Throws: `malformed` where it ends before, or does not come.
  func body(_ count: Int) throws(RequestError) -> [UInt8] {
    while body.count < count, !isBodyWhole, !isAborted { do { try readBody() } catch { throw .malformed } }
    guard body.count >= count else { throw .malformed }
    let bytes = Array(body.prefix(count))
    body.removeFirst(count)
    return bytes
  }

  /// Reads what nobody asked for, so that the next request begins where this ends.
  ///
  /// - Returns: false where that did not come in time.
  func skipBody() -> Bool {
    let deadline = Deadline(milliseconds: Self.maxSkipMilliseconds)
    while !isBodyWhole, !isAborted {
      body = []
      guard !deadline.hasPassed else { return false }
      do { try readBody() } catch { return false }
    }
    return true
  }

  /// Web servers have the body and send it at once.
  private static let maxSkipMilliseconds = 4_000

  /// Takes what has come of the body out of the request; nil where that was all of it, or it was aborted.
  func takeBody() -> [UInt8]? {
    guard body.isEmpty else {
      defer { body = [] }
      return body
    }
    return isBodyWhole || isAborted ? nil : []
  }

  /// Reads one record.
  func readBody() throws(Broken) {
    guard let record = try next(), record.kind == .standardInput else { return }
    if record.content.isEmpty {
      isBodyWhole = true
    } else {
      body += record.content
    }
  }

  /// The next record of this request; nil where it was aborted. What belongs to no
  /// request or another is answered.
  private func next() throws(Broken) -> FastCGIRecord? {
    while true {
      let record = try connection.record()
      guard record.requestID == id else {
        if record.kind == .beginRequest {
          try connection.write(Self.end(record.requestID, .cannotMultiplex))
        } else {
          try Self.answerToNoRequest(record, connection)
        }
        continue
      }
      guard record.kind == .abortRequest else { return record }
      isAborted = true
      return nil
    }
  }

  /// Answers what a web server asks of the program itself (section 4). What belongs to a request
  /// that has ended is passed over.
  private static func answerToNoRequest(
    _ record: FastCGIRecord, _ connection: FastCGIConnection
  ) throws(Broken) {
    guard record.requestID == 0 else { return }
    guard record.kind == .getValues else {
      try connection.write(
        FastCGIRecord.bytes(.unknownType, 0, [record.type, 0, 0, 0, 0, 0, 0, 0]))
      return
    }
    var known: [UInt8] = []
    var place = 0
    while let (range, _) = FastCGIRecord.pair(of: record.content, at: &place) {
      let name = record.content[range].array
      let value: UInt8
      switch name {
      case "FCGI_MAX_CONNS", "FCGI_MAX_REQS": value = UInt8(ascii: "1")
      case "FCGI_MPXS_CONNS": value = UInt8(ascii: "0")
      default: continue
      }
      known += [UInt8(name.count), 1] + name
      known.append(value)
    }
    guard place == record.content.count, known.count <= FastCGIRecord.maxContentBytes else { throw Broken() }
    try connection.write(FastCGIRecord.bytes(.getValuesResult, 0, known))
  }

  /// The end of a request.
  static func end(_ id: UInt16, _ status: Status) -> [UInt8] {
    FastCGIRecord.bytes(.endRequest, id, [0, 0, 0, 0, status.rawValue, 0, 0, 0])
  }

  // MARK: The answer

  /// Writes a part of the answer, its header first.
  func write(_ bytes: ArraySlice<UInt8>) throws(Broken) {
    try add(.standardOutput, bytes)
  }

  /// A short answer is sent in one piece, for which the web server is woken once.
  private func add(_ kind: FastCGIRecord.Kind, _ bytes: ArraySlice<UInt8>) throws(Broken) {
    FastCGIRecord.add(kind, id, stream: bytes, to: &unsent)
    if unsent.count > Self.maxUnsentBytes { try send() }
  }

  /// Sends what was written.
  func send() throws(Broken) {
    let records = unsent
    unsent = []
    if !records.isEmpty { try connection.write(records) }
  }

  /// Writes a line to the web server's log.
  func log(_ line: String) { try? write(log: Array("\(line)\n".utf8)[...]) }

  /// Writes to the web server's log.
  func write(log bytes: ArraySlice<UInt8>) throws(Broken) {
    try add(.standardError, bytes)
  }

  /// Ends the request.
  func end() throws(Broken) {
    FastCGIRecord.add(.standardOutput, id, [], to: &unsent)
    unsent += Self.end(id, .complete)
    try send()
  }
}
