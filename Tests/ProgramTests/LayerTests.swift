import CGIAuthHarness
import Foundation
import Testing

/// Which folder may name the types of which: the picture of docs/architecture.md, read from the sources.
///
/// A name is looked for as a word: comments and texts are passed over, so that only code counts.
@Suite struct LayerTests {
  /// Every folder of code, and those below it whose types it may name. Subfolders belong
  /// to the nearest folder here.
  static let arrows: [(folder: String, below: [String])] = {
    let system = "System"
    let http = "HTTP"
    let store = "Store"
    let core = [
      "AuthCore/Accounts": [store], "AuthCore/Passwords": ["AuthCore/Accounts"],
      "AuthCore/Tokens": ["AuthCore/Accounts", store],
      "AuthCore/Sessions": ["AuthCore/Accounts", "AuthCore/Tokens", store, http],
      "AuthCore/Throttle": ["AuthCore/Accounts", store, http],
      "AuthCore/Audit": ["AuthCore/Accounts", "AuthCore/Tokens", store, http],
      "AuthCore/Pages": [http], "AuthCore/Folders": [],
      "AuthCore/Backup": ["AuthCore/Accounts", "AuthCore/Tokens", "AuthCore/Sessions", store],
      "AuthCore/Mail": ["AuthCore/Accounts", "AuthCore/Pages", "AuthCore/Sessions", store, http],
    ]
    let domain = core.keys.sorted()
    let layers =
      [(system, []), (http, []), (store, [])] + core.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      + [
        ("AuthCore/Configuration", domain + [store, http]),
        ("AuthCore/Program", domain + [store, http, "AuthCore/Configuration"]),
        ("Transfer", ["AuthCore/Accounts", "AuthCore/Passwords", store, "AuthCore/Program"]),
      ]
    let all = layers.map(\.0)
    // What everybody may name is not said again. Features name no other feature.
    return layers.map { ($0.0, $0.1 + [system]) }
      + Project.features.map { ("Features/\($0.dropFirst(7))", all) }
  }()

  /// A file's code: its folder of the table, the types that it declares, the words that it uses.
  struct Code {
    let path: String
    let folder: String?
    let declared: Set<String>
    let words: Set<String>

    init(_ source: Project.Source) {
      path = source.path
      let place = source.path.dropFirst("Sources/".count)
      folder = LayerTests.arrows.map(\.folder).filter { place.hasPrefix($0 + "/") }.max {
        $0.count < $1.count
      }
      // A text's interpolations are left out with it: what they name is named elsewhere, too, or is no type.
      let code = source.text.replacing(/"""(?s:.*?)"""/, with: "").replacing(/"(?:[^"\\\n]|\\.)*"/, with: "")
        .replacing(/\/\/[^\n]*/, with: "")
      let declaration = /(?m)^\s*(?:[\w()@]+ )*(?:struct|enum|class|protocol|typealias) (\w+)/
      // A type in another type is named by way of that one.
      let topLevel = /(?m)^(?:[\w()@]+ )*(?:struct|enum|class|protocol|typealias) (\w+)/
      declared = Set(code.matches(of: topLevel).map { String($0.1) })
      let own = Set(code.matches(of: declaration).map { String($0.1) })
      words = Set(code.matches(of: /(?:^|[^.\w])([A-Z]\w+)/).map { String($0.1) }).subtracting(own)
    }
  }

  /// The arrows of these files that are not in the table, as sentences.
  static func forbidden(_ sources: [Project.Source]) -> [String] {
    let files = sources.map(Code.init)
    var homes: [String: Set<String>] = [:]
    for file in files { for type in file.declared { homes[type, default: []].insert(file.folder ?? "") } }
    let below = Dictionary(uniqueKeysWithValues: arrows.map { ($0.folder, Set($0.below)) })
    return files.flatMap { file -> [String] in
      guard let folder = file.folder, let allowed = below[folder] else { return [] }
      return file.words.sorted().compactMap { word in
        guard let home = homes[word], !home.contains(folder), home.isDisjoint(with: allowed) else {
          return nil
        }
        return "\(file.path) names \(word) of \(home.sorted().joined(separator: ", "))"
      }
    }
  }

  private func sources() throws -> [Project.Source] {
    try Project.sources().filter { !$0.path.hasSuffix("/main.swift") }
  }

  @Test func everyArrowLeadsDown() throws {
    let sources = try sources()
    try #require(sources.count > 100)
    #expect(Self.forbidden(sources) == [])
  }

  /// No file outside the table, and no folder of the table without files.
  @Test func theTableIsTheHouse() throws {
    let folders = try sources().map { Code($0).folder }
    #expect(folders.allSatisfy { $0 != nil })
    #expect(Set(folders.compactMap { $0 }) == Set(Self.arrows.map(\.folder)))
  }

  /// The control: each of these would be seen.
  @Test(arguments: [
    ("System/Bytes/X.swift", "struct X { let request: Request }", "Request"),
    ("Store/GDBM/X.swift", "func x(_ user: User) {}", "User"),
    ("HTTP/Request/X.swift", "extension Table {}", "Table"),
    ("AuthCore/Accounts/X.swift", "let x = AccessToken.self", "AccessToken"),
    ("AuthCore/Throttle/X.swift", "func x() throws(Refusal) {}", "Refusal"),
    ("AuthCore/Pages/X.swift", "extension Call {}", "Call"),
    ("AuthCore/Program/X.swift", "let x = GuardedPath.self", "GuardedPath"),
    ("Features/Login/X.swift", "let x = Register.respond", "Register"),
  ])
  func seesAForbiddenArrow(place: String, code: String, type: String) throws {
    let path = "Sources/" + place
    let found = Self.forbidden(try sources() + [Project.Source(path: path, text: code)])
    try #require(found.count == 1)
    #expect(found[0].hasPrefix("\(path) names \(type) of "))
    let harmless = Project.Source(path: path, text: "// \(code)\nlet x = \"\(type)\"")
    #expect(Self.forbidden(try sources() + [harmless]) == [])
  }

  // MARK: What only some may do

  /// Words of C and Swift, and the only places that may have them.
  static let privileges: [(words: String, places: [String])] = [
    (
      #"STDIN_FILENO|STDOUT_FILENO|STDERR_FILENO|exit\(|execve|forkProcess|sigaction|CommandLine|environ\b"#,
      ["HTTP/Gateway/", "HTTP/Request/Environment.swift"]
    ),
    // The store keeps its files within a size, and a reader that goes away must not end a process.
    (#"setrlimit|ignoreSignal"#, ["HTTP/Gateway/", "HTTP/Files/FileReply.swift", "System/Files/File.swift"]),
    // One place knows who asked, and tells the logs.
    (
      #"prefersPage"#,
      [
        "HTTP/Request/Request+Accept.swift", "AuthCore/Program/Call.swift",
        "AuthCore/Program/Call+Reply.swift", "AuthCore/Program/Call+Form.swift",
        "AuthCore/Program/Call+Sessions.swift",
      ]
    ),
    (#"\btell\("#, ["AuthCore/Program/Call+Reply.swift", "AuthCore/Program/Call+Audit.swift"]),
  ]

  @Test(arguments: privileges)
  func isDoneInOnePlace(words: String, places: [String]) throws {
    let pattern = try Regex(words)
    for source in try Project.sources()
    where !places.contains(where: { source.path.hasPrefix("Sources/" + $0) }) {
      let code = source.text.replacing(/\/\/[^\n]*/, with: "")
      #expect(code.firstMatch(of: pattern) == nil, "\(source.path)")
    }
    // The control: where it is done, it is seen.
    let found = try Project.sources().filter { $0.text.firstMatch(of: pattern) != nil }
    #expect(!found.isEmpty)
  }

  /// A program's `main.swift` names its feature and nothing else.
  @Test(arguments: Project.programs + Project.helpers + Project.commands)
  func aMainIsFourLines(program: String) throws {
    let feature = Project.feature(program)
    let statement =
      Project.helpers.contains(program)
      ? "Program.runBeside(\(feature).work)"
      : Project.commands.contains(program)
        ? "Program.runCommand(\(feature).work)" : "Program.run(\(feature).respond"
    let path = "Sources/Features/\(feature)/Program/main.swift"
    let source = try #require(try Project.sources().first { $0.path == path })
    let statements = source.text.split(separator: "\n").filter {
      !$0.hasPrefix("//") && !$0.hasPrefix("import ")
    }
    #expect(statements.count == 1)
    #expect(statements.first?.hasPrefix(statement) == true)
  }
}
