/// What came of a request. A feature returns it, and asks neither whether it goes to a program or to a
/// browser, nor by what gateway: `Call+Reply.swift` makes the answer of it.
public struct Outcome {
  enum Answer {
    /// Something was done: a program gets the message, a browser goes on to a place.
    case done(_ message: StaticString, then: () -> LocalPath)
    /// Something to see: JSON for programs, a page for browsers.
    case shown(json: () -> Response, page: (Pages) throws(ConfigurationError) -> Response)
    /// It was refused, and there is more to the answer than that.
    case refused(Refusal)
    /// It was refused: a browser gets a page with what was asked for, and why.
    case refusedOn(Refusal, page: (Pages) throws(ConfigurationError) -> Response)
    /// A refusal that is told as to a program, whoever asks.
    case told(Refusal)
    /// An answer that is the same for everybody.
    case response(Response)
    /// A file, or a part of it.
    case file(FileReply)
    /// Another program takes the place of this one; where it does not start, the refusal says why.
    case process(ProcessLaunch, otherwise: (SystemError) -> Refusal)
  }

  let answer: Answer
  /// Header fields to add.
  private(set) var fields: [(name: HeaderName, value: HeaderValue)] = []

  private init(_ answer: Answer) { self.answer = answer }

  /// Adds a header field.
  public mutating func add(_ name: HeaderName, _ value: HeaderValue) { fields.append((name, value)) }

  /// Something was done: a program gets the message, a browser goes on to a place.
  package static func done(
    _ message: StaticString, then place: @autoclosure @escaping () -> LocalPath
  ) -> Outcome {
    Outcome(.done(message, then: place))
  }

  /// Something to see.
  package static func shown(
    json: @escaping () -> Response, page: @escaping (Pages) throws(ConfigurationError) -> Response
  ) -> Outcome {
    Outcome(.shown(json: json, page: page))
  }

  /// A refusal, to which header fields can be added.
  package static func refused(_ refusal: Refusal) -> Outcome { Outcome(.refused(refusal)) }

  /// A refusal, for which a browser gets a page of the feature's own; the status is the refusal's.
  package static func refused(
    _ refusal: Refusal, page: @escaping (Pages) throws(ConfigurationError) -> Response
  ) -> Outcome {
    Outcome(.refusedOn(refusal, page: page))
  }

  /// A refusal that is told as to a program, whoever asks.
  package static func told(_ refusal: Refusal) -> Outcome { Outcome(.told(refusal)) }

  /// A file, or a part of it.
  package static func file(_ file: FileReply) -> Outcome { Outcome(.file(file)) }

  /// Another program takes the place of this one; where it does not start, the refusal says why.
  package static func process(
    _ launch: ProcessLaunch, otherwise: @escaping (SystemError) -> Refusal
  ) -> Outcome {
    Outcome(.process(launch, otherwise: otherwise))
  }

  /// An answer that is the same for everybody.
  public static func response(_ response: Response) -> Outcome { Outcome(.response(response)) }

  /// The same in two forms: a JSON object (RFC 8259) of texts for programs, a document for browsers.
  public static func either(json members: KeyValuePairs<StaticString, String>, html document: HTML) -> Outcome
  {
    Outcome(.shown(json: { .json(members) }, page: { _ in .html(document) }))
  }

  /// A JSON object (RFC 8259) whose values are texts.
  public static func json(_ members: KeyValuePairs<StaticString, String>, status: Status = .ok) -> Outcome {
    Outcome(.response(.json(members, status: status)))
  }

  /// A piece of HTML as a document of its own.
  ///
  /// - Parameter policy: the Content-Security-Policy. By default the document loads
  ///   nothing and sends no form.
  public static func html(
    _ document: HTML, status: Status = .ok, policy: HeaderValue = Response.strictPolicy
  ) -> Outcome {
    Outcome(.response(.html(document, status: status, policy: policy)))
  }

  /// A plain text.
  public static func text(_ document: String, status: Status = .ok) -> Outcome {
    Outcome(
      .response(
        Response(status, contentType: "text/plain; charset=utf-8", body: Array(document.utf8))))
  }
}

extension Response {
  static func json(_ members: KeyValuePairs<StaticString, String>, status: Status = .ok) -> Response {
    var document = JSONWriter()
    for (name, value) in members { document.add(name, value) }
    return Response(status, contentType: "application/json", body: document.object)
  }

  static func html(_ document: HTML, status: Status = .ok, policy: HeaderValue = strictPolicy) -> Response {
    Response(status, contentType: "text/html; charset=utf-8", body: document.bytes, policy: policy)
  }

  /// A JSON answer.
  package static func json(_ object: JSONObject) -> Response {
    Response(.ok, contentType: "application/json", body: JSONWriter.bytes(of: .object(object)))
  }

  /// The same with one more member: a list of objects that are written already.
  package static func json(
    _ object: JSONObject, and name: StaticString, ofObjects objects: [[UInt8]]
  ) -> Response {
    let members = JSONWriter.bytes(of: .object(object)).dropLast()
    let list = objects.joined(separator: [UInt8(ascii: ",")])
    return Response(
      .ok, contentType: "application/json",
      body: members + Array(",\"\(name)\":[".utf8) + list + Array("]}".utf8))
  }

  /// A JSON answer of one member, `message`, or two.
  package static func message(_ status: Status, _ text: String, reason: String? = nil) -> Response {
    var document = JSONWriter()
    document.add("message", text)
    if let reason { document.add("reason", reason) }
    return Response(status, contentType: "application/json", body: document.object)
  }

  /// Sends a browser elsewhere, by GET (RFC 9110 section 15.4.4).
  package static func seeOther(_ place: LocalPath) -> Response {
    var response = Response(.seeOther, contentType: "text/plain; charset=utf-8", body: [])
    response.add(.location, HeaderValue(place))
    return response
  }
}
