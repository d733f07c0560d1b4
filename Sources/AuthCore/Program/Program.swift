/// A program: one feature, and one answer to each request.
public enum Program {
  /// A function from a request to what comes of it.
  public typealias Feature = (_ call: Call) throws(Refusal) -> Outcome

  /// Answers the request that this process was started for, or one after the other by FastCGI, and exits.
  ///
  /// Arguments are ignored: web servers make them of the query (RFC 3875 section 4.4).
  ///
  /// - Parameters:
  ///   - authorizing: what answers a web server that asks by FastCGI whether it may answer a request itself;
  ///     nil where the program does not do that.
  ///   - startsPrograms: whether an outcome may be another program.
  @export(interface) public static func run(
    _ feature: Feature, authorizing authorizer: Feature? = nil, startsPrograms: Bool = false
  ) -> Never {
    let kept = KeptSite()
    if let authorizer {
      Gateway.serve(
        { outgoing($0, kept, feature) }, authorizer: { outgoing($0, kept, authorizer) },
        startsPrograms: startsPrograms)
    }
    Gateway.serve({ outgoing($0, kept, feature) }, authorizer: nil, startsPrograms: startsPrograms)
  }

  private static func outgoing(
    _ incoming: Gateway.Incoming, _ kept: KeptSite, _ feature: Feature
  ) -> Gateway.Outgoing {
    var afterwards: DetachedProgram?
    let reply = reply(
      incoming.environment, incoming.body, by: incoming.gateway, programDirectory: incoming.programDirectory,
      kept: kept, log: incoming.log, starting: { afterwards = $0 }, feature)
    return Gateway.Outgoing(
      reply: reply, maxRequests: kept.site?.configuration.fastCGIMaxRequests, afterwards: afterwards)
  }

  /// The whole answer to a request, errors included.
  static func reply(
    _ environment: Environment, _ body: BodySource, by gateway: Gateway = .cgi, programDirectory: String,
    clock: Clock = .system, randomness: Randomness = .system, kept: KeptSite = KeptSite(),
    log: @escaping (String) -> Void, starting start: (DetachedProgram) -> Void = { _ in }, _ feature: Feature
  ) -> Reply {
    let request: Request
    do { request = try Request(environment: environment, body: body, by: gateway) } catch {
      let refusal = Refusal(error)
      if let failure = refusal.failure { log(failure.logLine) }
      return .document(refusal.response.serialized(answering: .get))
    }
    let site: Site
    do {
      site = try kept.site(environment, programDirectory, randomness, keeps: gateway == .fastCGI)
    } catch {
      log(error.logLine)
      kept.errorLog?.append(error.logLine, now: clock.now())
      return .document(Refusal(error).response(to: request).serialized(answering: request.method))
    }
    let call = Call(request, to: site, clock: clock)
    let reply = call.reply(to: feature, log)
    if let program = call.afterwards { start(program) }
    return reply
  }
}
