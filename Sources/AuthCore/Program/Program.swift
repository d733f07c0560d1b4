/// A program: one feature, and one answer to each request.
public enum Program {
  /// A function from a request to what comes of it.
  public typealias Feature = (_ call: Call) throws(Refusal) -> Outcome

  /// Answers the request that this process was started for, or one after the other by FastCGI, and exits.
  ///
  /// Arguments are ignored: web servers make them of the query (RFC 3875 section 4.4).
  @export(interface) public static func run(_ feature: Feature) -> Never {
    Gateway.serve { environment, body, programDirectory, log in
      reply(environment, body, programDirectory: programDirectory, log: log, feature)
    }
  }

  /// The whole answer to a request, errors included.
  static func reply(
    _ environment: Environment, _ body: BodySource, programDirectory: String,
    clock: Clock = .system, randomness: Randomness = .system,
    log: @escaping (String) -> Void, _ feature: Feature
  ) -> Reply {
    let request: Request
    do { request = try Request(environment: environment, body: body) } catch {
      let refusal = Refusal(error)
      if let failure = refusal.failure { log(failure.logLine) }
      return .document(refusal.response.serialized(answering: .get))
    }
    let site: Site
    var configuration = Configuration(programDirectory: programDirectory, randomness)
    do { site = try Site(environment, &configuration, randomness) } catch {
      log(error.logLine)
      Site.errorLog(of: configuration)?.append(error.logLine, now: clock.now())
      return .document(Refusal(error).response(to: request).serialized(answering: request.method))
    }
    return Call(request, to: site, clock: clock).reply(to: feature, log)
  }
}
