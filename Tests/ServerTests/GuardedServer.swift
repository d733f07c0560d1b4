import Foundation
import CGIAuthHarness
import Testing

/// A site with the folder `members`, which guard.cgi guards, and its copy `plain`, which nobody guards: what
/// the same server does with the same file is what the guard is measured by.
struct GuardedServer {
  let server: LiveServer
  /// The token of ada@example.com, who is in the group `staff`.
  let token: String

  /// What an administrator puts into a guarded folder under Apache: the last of such blocks in docs/guard.md.
  static func htaccess() throws -> String {
    try documented("apache")
  }

  /// The last block of a server's configuration in docs/guard.md.
  private static func documented(_ software: String) throws -> String {
    let text = try String(contentsOfFile: Project.root + "/docs/guard.md", encoding: .utf8)
    let blocks = text.components(separatedBy: "```\(software)\n").dropFirst()
    return try #require(blocks.last?.components(separatedBy: "```").first)
  }

  /// A file, sent as it is. Its bytes are not text.
  static let picture = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }

  /// The files of both folders.
  static let files: [(name: String, content: [UInt8])] = [
    ("page.html", Array("<!DOCTYPE html><title>Nine herons</title>\r\n".utf8)), ("picture.png", picture),
    ("paper.pdf", Array("%PDF-1.7\n".utf8) + picture), ("film.mp4", picture + picture), ("empty.txt", []),
    ("notes.txt", Array("nine herons\n".utf8)), ("style.css", Array("p { color: red }\n".utf8)),
    ("folder/index.html", Array("an index\n".utf8)), ("folder/a b+c&d=e%25é.txt", Array("odd name\n".utf8)),
  ]

  /// Starts a server, registers and logs in.
  ///
  /// - Parameters:
  ///   - settings: further settings of the programs.
  ///   - configuration: further lines of the server's configuration, given the site's folder.
  ///   - prepare: adds to the site's folder.
  init(
    _ variant: ServerVariant, settings: [String: String] = [:],
    configuration: (_ folder: String) -> String = { _ in "" },
    prepare: (_ folder: TemporaryFolder) throws -> Void = { _ in }
  ) throws {
    let block = try Self.documented("lighttpd")
    server = try LiveServer(
      variant, settings: LiveServer.cheapHash.merging(settings) { $1 },
      configuration: { Self.configuration(variant, $0, block) + configuration($0) },
      prepare: { folder in
        try Self.fill(folder)
        try prepare(folder)
      })
    token = try server.token(for: "ada@example.com")
    try server.setGroups("staff", of: "ada@example.com")
  }

  /// What a server must know beside scripts/serve's configuration: the types of files as Debian has them, and
  /// under lighttpd, which has no `.htaccess`, the block of docs/guard.md.
  private static func configuration(_ variant: ServerVariant, _ folder: String, _ block: String) -> String {
    guard !variant.software.isApache else { return "TypesConfig /etc/mime.types\n" }
    // Debian's own configuration calls this; scripts/serve has a list already, of `.html` alone.
    let types = (try? run("/usr/share/lighttpd/create-mime.conf.pl").text) ?? "create-mime.conf.pl is missing"
    let lines = types.replacing("mimetype.assign =", with: "mimetype.assign +=").split(separator: "\n")
    return lines.filter { !$0.contains("\".html\"") }.joined(separator: "\n") + "\n"
      + block.replacing("var.cgi_auth_programs + \"", with: "\"\(folder)/cgi-bin")
  }

  private static func fill(_ folder: TemporaryFolder) throws {
    for name in ["plain", "members"] {
      try folder.makeFolder("public/\(name)/folder")
      for file in files {
        let path = "public/\(name)/\(file.name)"
        try folder.write(path, file.content)
        // Long enough ago for a time to be a strong validator.
        _ = try run("/usr/bin/touch", ["-d", "2024-02-29T12:00:00.5Z", folder.path(path)])
      }
    }
    try folder.write("public/members/.htaccess", htaccess())
  }

  /// Sends a request with the token, or with none.
  func fetch(
    _ path: String, _ method: String = "GET", loggedIn: Bool = true, headers: [String] = [],
    options: [String] = []
  ) throws -> Answer {
    let cookie = loggedIn ? ["Cookie: \(server.variant.cookieName)=\(token)"] : []
    return try server.send(method, path, headers: headers + cookie, options: options)
  }
}

extension LiveServer {
  /// Puts a user into groups, separated by commas, as an administrator does by gdbmtool(1).
  func setGroups(_ groups: String, of email: String) throws {
    let record = try Tool.gdbmtool.output([data("users.gdbm"), "fetch", email])
    let parts = record.trimmingCharacters(in: .newlines).split(
      separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    try Tool.gdbmtool.output([data("users.gdbm"), "store", email, "\(parts[0]):\(groups):\(parts[2])"])
  }
}
