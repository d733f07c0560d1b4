import Testing

/// Everything that runs under real web servers. The suites lie in extensions of this one, a file each.
@Suite(.sharedServers) struct ServerTests {}

/// Starts one server of every variant before the tests of a suite and stops them behind.
struct SharedServers: SuiteTrait, TestScoping {
  @TaskLocal static var running: [ServerVariant: LiveServer] = [:]

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    var servers: [ServerVariant: LiveServer] = [:]
    for variant in ServerVariant.all { servers[variant] = try LiveServer(variant) }
    defer { for server in servers.values { server.stop() } }
    try await Self.$running.withValue(servers) { try await function() }
  }
}

extension Trait where Self == SharedServers {
  /// A server of every variant, with cheap hashes, for all tests of this suite. They share the user file: each
  /// registers addresses of its own.
  static var sharedServers: SharedServers { SharedServers() }
}

extension ServerVariant {
  /// The shared server of this variant.
  func shared() throws -> LiveServer { try #require(SharedServers.running[self]) }
}
