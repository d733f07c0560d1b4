import CGIAuthHarness
import Foundation
import Testing

/// What `make dist` packs: scripts/dist.
@Suite struct ArchiveTests {
  static let version = (try? String(contentsOfFile: Project.root + "/VERSION", encoding: .utf8))?
    .trimmingCharacters(in: .newlines)
  static let name = "cgi-auth-\(version ?? "")"

  /// What is packed, and what tells how: all but the programs.
  private static let needed = [
    "scripts", "docs", "Package.swift", "VERSION", "LICENSE", "apache.conf", "lighttpd.conf", "nginx.conf",
  ]

  /// Both archives in `dist/`, and what is in them in `zip/` and `tar/`.
  private static let made = Result { () throws -> TemporaryFolder in
    let folder = try TemporaryFolder()
    try succeed("\(Project.root)/scripts/dist", [folder.path("dist")])
    for kind in ["zip", "tar"] { try folder.makeFolder(kind) }
    let archives = try folder.names("dist").filter { $0.hasPrefix(name) }.map { folder.path("dist/\($0)") }
    try #require(archives.count == 2)
    try succeed("/bin/tar", ["-xpzf", archives[0], "-C", folder.path("tar")])
    try succeed("/usr/bin/unzip", ["-q", archives[1], "-d", folder.path("zip")])
    return folder
  }

  @discardableResult
  private static func succeed(
    _ program: String, _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil
  ) throws -> String {
    let result = try run(
      program, arguments, environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
      workingFolder: folder)
    try #require(result.status == 0, "\(program): \(result.errors)")
    return result.text
  }

  @Test(arguments: ["zip", "tar"]) func holdsWhatAnOwnerNeeds(_ kind: String) throws {
    let folder = try Self.made.get()
    let modes = [
      "INSTALL.html": 0o644, "INSTALL.txt": 0o644, "LICENSE": 0o644, "SHA256SUMS": 0o644,
      "THIRD-PARTY.txt": 0o644, "apache.conf": 0o644, "lighttpd.conf": 0o644, "nginx.conf": 0o644,
      "cgi-bin": 0o755, "htaccess": 0o755,
    ]
    #expect(try folder.names(kind) == [Self.name])
    #expect(try folder.names("\(kind)/\(Self.name)") == modes.keys.sorted())
    for (name, mode) in modes {
      #expect(try folder.permissions("\(kind)/\(Self.name)/\(name)") == mode, "\(name)")
    }
    let programs = "\(kind)/\(Self.name)/cgi-bin"
    #expect(
      try folder.names(programs)
        == (Project.programs + Project.helpers + Project.commands).map(Project.fileName).sorted())
    for program in Project.programs + Project.helpers + Project.commands {
      let file = "\(programs)/\(Project.fileName(program))"
      #expect(try folder.permissions(file) == 0o755)
      let built = FileManager.default.contentsEqual(
        atPath: folder.path(file), andPath: try Project.program(program))
      #expect(built, "\(program)")
    }
    #expect(
      try folder.names("\(kind)/\(Self.name)/htaccess") == ["cgi-bin.htaccess", "members.htaccess"])
  }

  @Test func isSmall() throws {
    let folder = try Self.made.get()
    for name in try folder.names("dist") {
      #expect(try folder.bytes("dist/\(name)").count < 10_000_000)
    }
  }

  @Test(arguments: ["dist", "zip/\(name)", "tar/\(name)"]) func hasTheSumOfEveryFile(_ place: String) throws {
    let folder = try Self.made.get()
    try Self.succeed("/usr/bin/sha256sum", ["--quiet", "-c", "SHA256SUMS"], in: folder.path(place))
    let sums = try folder.text("\(place)/SHA256SUMS").split(separator: "\n").map {
      $0.split(separator: " ")[1]
    }
    let files = try Self.succeed("/usr/bin/find", [folder.path(place), "-type", "f", "-printf", "%P\\n"])
    #expect(sums.sorted() == files.split(separator: "\n").filter { $0 != "SHA256SUMS" }.sorted())
  }

  /// From copies without a repository, where no commit is named. The last one has another time, and
  /// shows that bytes can differ.
  @Test func isTheSameFromAnyFolderAtAnyTime() throws {
    let folder = try TemporaryFolder()
    func pack(_ place: String, _ mask: String, _ environment: [String: String]) throws -> String {
      let copy = try folder.makeFolder(place)
      for name in Self.needed + ["cgi-bin"] {
        try Self.succeed("/bin/cp", ["-R", "\(Project.root)/\(name)", copy])
      }
      try Self.succeed(
        "/bin/sh", ["-c", "umask \(mask); exec scripts/dist out"], environment: environment, in: copy)
      return try folder.text("\(place)/out/SHA256SUMS")
    }
    let one = try pack("a", "022", ["SOURCE_DATE_EPOCH": "1700000000", "TZ": "Asia/Tokyo"])
    let other = try pack("b/c", "077", ["SOURCE_DATE_EPOCH": "1700000000", "LC_ALL": "C.UTF-8"])
    #expect(one == other)
    #expect(try pack("d", "022", ["SOURCE_DATE_EPOCH": "1700000002"]) != one)
  }

  @Test func saysOnAPageHowToInstallIt() throws {
    let folder = try Self.made.get()
    let text = try folder.text("zip/\(Self.name)/INSTALL.txt")
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 80)
    #expect(text.hasPrefix("cgi-auth \(Self.version ?? "") "))
    #expect(!text.contains("@"))
    for path in ["htaccess/members.htaccess", "htaccess/cgi-bin.htaccess", "LICENSE", "THIRD-PARTY.txt"] {
      #expect(text.contains(path))
      #expect(folder.has("zip/\(Self.name)/\(path)"))
    }
    // The same words in both.
    let page = try folder.text("zip/\(Self.name)/INSTALL.html")
    #expect(page.ranges(of: "<h2>").count == 7)
    let words = page.replacing(#/<(title|style)>.*?</(title|style)>/#, with: "").replacing(
      #/<[^>]*>/#, with: " "
    )
    .replacing("&gt;", with: ">").replacing("&lt;", with: "<").replacing("&amp;", with: "&")
    #expect(
      words.split(whereSeparator: \.isWhitespace)
        == text.replacing(#/(?m)^- /#, with: "").split(whereSeparator: \.isWhitespace))
  }

  @Test func namesWhatIsLinkedAndItsLicences() throws {
    let folder = try Self.made.get()
    let notices = try folder.text("zip/\(Self.name)/THIRD-PARTY.txt")
    for package in ["libgdbm-dev", "libc6-dev", "libcrypt-dev", "libssl-dev"] {
      let source = try Self.succeed(
        "/usr/bin/dpkg-query", ["-W", "-f", "${source:Package} ${source:Version}", package])
      #expect(notices.contains("\n    \(source)\n"), "\(source)")
    }
    for text in [
      "GNU GENERAL PUBLIC LICENSE\n                       Version 3", "GNU LESSER GENERAL PUBLIC LICENSE",
      "Apache License\n", "Runtime Library Exception to the Apache 2.0 License", "Daniel Wolf",
      "Django Software Foundation", "swift-6.",
    ] {
      #expect(notices.contains(text), "\(text)")
    }
    let lines = notices.split(separator: "\n").prefix(40)
    #expect(!lines.contains { $0.contains(#/@[A-Z]+@/#) }, "something was not filled in")
  }

  @Test func theSamplesAreTheLinesOfTheDocumentation() throws {
    let folder = Project.root + "/scripts/archive/"
    func lines(_ file: String) throws -> [String] {
      try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
    }
    let members = try lines(folder + "members.htaccess").filter { !$0.hasPrefix("#") }
    let guide = try String(contentsOfFile: Project.root + "/docs/guard.md", encoding: .utf8)
    #expect(guide.contains("```apache\n\(members.joined(separator: "\n"))\n```"))
    // Nothing counts before somebody has chosen it: one forbidden line makes every answer an error.
    let programs = try lines(folder + "cgi-bin.htaccess")
    #expect(programs.allSatisfy { $0.hasPrefix("#") })
    for line in ["Options +ExecCGI", "AddHandler cgi-script .cgi", "CGIPassAuth On"] {
      #expect(programs.contains("#" + line))
    }
  }

  @Test func theVersionHasItsPlaceInTheChangelog() throws {
    let version = try #require(Self.version)
    #expect(version.wholeMatch(of: #/[0-9]+\.[0-9]+\.[0-9]+(-[a-z0-9.]+)?/#) != nil)
    let changes = try String(contentsOfFile: Project.root + "/CHANGELOG.md", encoding: .utf8)
    #expect(changes.contains(version.hasSuffix("-dev") ? "\n## Unreleased\n" : "\n## \(version) - "))
  }

  @Test func aMissingProgramIsOneLine() throws {
    let folder = try TemporaryFolder()
    for name in Self.needed {
      try Self.succeed("/bin/cp", ["-R", "\(Project.root)/\(name)", folder.root])
    }
    let result = try run(folder.path("scripts/dist"))
    #expect(result.status == 1)
    #expect(result.errors == "dist: cgi-bin/register.cgi is missing: run 'make build'\n")
  }
}
