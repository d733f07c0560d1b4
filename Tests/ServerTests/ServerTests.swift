import CGIAuthHarness
import Testing

/// Everything that runs under real web servers. The suites lie in extensions of this one, a file each.
@Suite(.sharedServers) struct ServerTests {}
