import CGIAuthHarness
import Foundation
import Testing

/// A package of somebody else's that depends on this one, as docs/own-programs.md has it.
///
/// Each way compiles the core once more, and only once: `.build-package` keeps it.
@Suite(.serialized) struct PackageTests {
  enum Way: String, CaseIterable {
    case ordinary, embedded

    /// What `swift build -c release` is told beside.
    var flags: [String] { self == .ordinary ? ["-Xswiftc", "-static-executable"] : [] }
  }

  /// The manifests of docs/own-programs.md, in the order of `Way.allCases`.
  static func manifests() throws -> [String] {
    try String(contentsOfFile: Project.root + "/docs/own-programs.md", encoding: .utf8)
      .components(separatedBy: "```swift\n").filter { $0.hasPrefix("// swift-tools-version") }
      .compactMap { $0.components(separatedBy: "```").first }
  }

  /// Builds the example of the documentation as a target `login`, beside targets whose names are nobody's.
  private func build(_ way: Way) throws -> String {
    let manifests = try Self.manifests()
    try #require(manifests.count == Way.allCases.count)
    #if arch(arm64)
      let machine = "aarch64-unknown"
    #else
      let machine = "x86_64-unknown"
    #endif
    let others = ["AuthCore", "HTTP", "CLibc", "CommonPasswords", "Harness", "register"]
    let manifest = manifests[way == .ordinary ? 0 : 1]
      .replacing("\"../cgi-auth\"", with: "\"\(Project.root)\"")
      .replacing("x86_64-unknown", with: machine)
      .replacing("name: \"minutes\", dep", with: "name: \"login\", dep")
      .replacing("name: \"minutes\",\n      dep", with: "name: \"login\",\n      dep")
      .replacing("targets: [", with: "targets: [" + others.map { ".target(name: \"\($0)\")," }.joined())
    let folder = try TemporaryFolder()
    try folder.write("Package.swift", manifest)
    for name in others {
      try folder.makeFolder("Sources/\(name)")
      try folder.write("Sources/\(name)/Nothing.swift", "enum Nothing {}\n")
    }
    try folder.makeFolder("Sources/login")
    let example = try String(contentsOfFile: Project.root + "/Examples/members/main.swift", encoding: .utf8)
    try folder.write("Sources/login/main.swift", example)
    let scratch = "\(Project.root)/.build-package/\(way.rawValue)"
    let words = ["swift", "build", "-c", "release", "--package-path", folder.root, "--scratch-path", scratch]
    let result = try run("/usr/bin/env", words + way.flags)
    try #require(result.status == 0, "\(result.text.suffix(4000))\(result.errors.suffix(4000))")
    return scratch + "/release/login"
  }

  @Test(arguments: Way.allCases) func buildsAndAnswersEitherWay(_ way: Way) throws {
    let program = try build(way)
    let description = try run("/usr/bin/file", ["--brief", program]).text
    #expect(description.contains("statically linked"))
    // Metadata of types is what only ordinary Swift has.
    let symbols = try run("/usr/bin/nm", [program]).text
    #expect(symbols.contains("swift_getGenericMetadata") == (way == .ordinary))
    let (site, token) = try VerifyTests.site(groups: "board")
    func visit(_ variables: [String: String]) throws -> Answer {
      let environment = site.environment("GET", contentType: nil, contentLength: nil, variables)
      return try Answer(run(program, environment: environment))
    }
    let answer = try visit(["HTTP_COOKIE": "authToken=\(token)"])
    #expect(answer.status == 200)
    #expect(answer.body == #"{"minutes":"We met.","reader":"ada@example.com"}"#)
    #expect(try visit([:]).status == 401)
  }
}
