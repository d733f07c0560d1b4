import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct PageScriptTests {
  /// The hash by another program.
  @Test func isTheOneThatThePolicyAllows() throws {
    let digest = try run("/usr/bin/openssl", ["dgst", "-sha256", "-binary"], input: PageScript.text.bytes)
    #expect(PageScript.source == "'sha256-\(Data(digest.output).base64EncodedString())'")
  }
}
