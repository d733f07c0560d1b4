import Foundation
import CGIAuthHarness
import Testing

/// The programs as files: one file each that needs nothing of the host.
@Suite struct ExecutableTests {
  @Test(arguments: Project.programs + Project.helpers + Project.commands)
  func isLinkedStatically(_ program: String) throws {
    let description = try run("/usr/bin/file", ["--brief", try Project.program(program)]).text
    #expect(description.contains("ELF 64-bit"))
    #expect(description.contains("statically linked"))
    #expect(description.contains(", stripped"))
  }

  /// Of no part of these is anything in a program: they are what makes programs large and slow to start.
  static let absent = [
    "Foundation", "CFString", "swift_getTypeByMangledName", "swift_conformsToProtocol", "__cxa_throw",
    // Schemes of crypt(3) that no stored hash may have: CRuntime leaves them out.
    "_crypt_des_crypt_block", "_crypt_MD5_Init", "_crypt_sha1_init_ctx", "_crypt_SHA512_Init",
    "_crypt_GOST34112012_Init",
  ]
  /// Libraries that only the programs carry that no web server starts.
  static let absentWhereRequestsAreAnswered = ["EVP_MD_fetch", "SSL_connect"]

  @Test(arguments: Project.programs + Project.helpers + Project.commands + Project.examples)
  func hasNeitherFoundationNorARuntime(_ program: String) throws {
    // The symbols are in what `swift build -c release` left, before it was stripped.
    let symbols = try run("/usr/bin/nm", ["\(Project.root)/.build/release/\(Project.fileName(program))"])
    #expect(symbols.status == 0)
    #expect(symbols.text.contains("11CGIAuthCore"))
    #expect(symbols.text.contains(" T swift_allocObject") || symbols.text.contains(" W swift_allocObject"))
    let absent = Self.absent + (Project.helpers.contains(program) ? [] : Self.absentWhereRequestsAreAnswered)
    #expect(absent.filter { symbols.text.contains($0) } == [])
    // The example compares texts; the programs compare bytes.
    let hasUnicodeTables = symbols.text.contains("_swift_stdlib_nfd_decomp")
    #expect(hasUnicodeTables == Project.examples.contains(program))
  }

  /// The most bytes of a program, where that is not the bar of all.
  ///
  /// account.cgi does what register.cgi and login.cgi do together, and has more texts than both.
  /// admin.cgi has all of that and lists, too, and reads the files of users that others made. send has all of
  /// TLS.
  static let bars = ["account": 1_700_000, "admin": 2_100_000, "send": 4_600_000, "cgi-auth": 1_900_000]

  @Test(arguments: Project.programs + Project.helpers + Project.commands)
  func isUnderOneAndAHalfMegabytes(_ program: String) throws {
    let file = try FileManager.default.attributesOfItem(atPath: try Project.program(program))
    let size = try #require(file[.size] as? Int)
    #expect(size < Self.bars[program] ?? 1_500_000)
  }

  @Test(arguments: Project.programs + Project.helpers + Project.commands)
  func hasNoTraceOfTheMachineItWasBuiltOn(_ program: String) throws {
    let strings = try run("/usr/bin/strings", [try Project.program(program)]).text
    let own =
      Project.helpers.contains(program)
      ? "auto-generated" : Project.commands.contains(program) ? "_cgi_auth()" : "Content-Security-Policy"
    #expect(strings.contains(own))
    #expect(!strings.contains(Project.root))
  }

  @Test(arguments: Project.programs + Project.examples)
  func runsInAJailWithNothingInIt(_ program: String) throws {
    let jail = try TemporaryFolder()
    try jail.makeFolder("cgi-bin")
    try Project.copyProgram(program, to: jail.path("cgi-bin/it.cgi"))
    // unshare(1) lets others than root change their root, too, where the kernel allows it.
    let words = geteuid() == 0 ? [] : ["unshare", "--user", "--map-root-user"]
    let result = try run(
      "/usr/bin/env",
      words + ["chroot", jail.root, "/cgi-bin/it.cgi"],
      environment: [
        "REQUEST_METHOD": "GET", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "AUTH_DATA_DIR": "/auth-data",
      ])
    #expect(try Answer(result).status < 500)
    // guard.cgi finds that no server handed the request over.
    let files = program == "guard" ? [".htaccess", "error.log", "secret.key"] : [".htaccess", "secret.key"]
    #expect(try jail.names("auth-data") == files)
  }
}
