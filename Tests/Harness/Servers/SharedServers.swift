public import Testing

/// Starts one server of every variant before the tests of a suite and stops them behind.
public struct SharedServers: SuiteTrait, TestScoping {
  @TaskLocal static var running: [ServerVariant: LiveServer] = [:]
  let variants: [ServerVariant]

  /// Runs the tests while the servers run.
  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    var servers: [ServerVariant: LiveServer] = [:]
    for variant in variants { servers[variant] = try LiveServer(variant) }
    defer { for server in servers.values { server.stop() } }
    try await Self.$running.withValue(servers) { try await function() }
  }
}

extension Trait where Self == SharedServers {
  /// A server of every variant, with cheap hashes, for all tests of this suite. They share the user file:
  /// each registers addresses of its own.
  public static var sharedServers: SharedServers { sharedServers(ServerVariant.all) }

  /// The same with some of the variants.
  public static func sharedServers(_ variants: [ServerVariant]) -> SharedServers {
    SharedServers(variants: variants)
  }
}

extension ServerVariant {
  /// The shared server of this variant.
  public func shared() throws -> LiveServer { try #require(SharedServers.running[self]) }
}
