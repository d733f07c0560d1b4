import Foundation
import Testing

/// A web server that runs no CGI programs and asks protected.cgi before it answers, as
/// docs/reverse-proxies.md configures it: with the very block of that file, but for the places. fcgiwrap runs
/// the programs, or they stay, as docs/fastcgi.md changes that block; `echo.py` stands behind `/app/`.
package final class AskingServer: Sendable {
  package enum Software: String, CaseIterable, Sendable {
    case nginx, caddy
    case nginxFastCGI, caddyFastCGI

    package var isNginx: Bool { self == .nginx || self == .nginxFastCGI }
    /// Whether the programs stay.
    package var stays: Bool { self == .nginxFastCGI || self == .caddyFastCGI }
  }

  /// What a program behind the server was told.
  package struct Told: Decodable {
    package let fields: [[String]]
    package let method: String
    package let bodyLength: Int

    /// The values of a field, whatever the case of its name and whichever of `-` and `_` it is spelled with.
    package func values(_ name: String) -> [String] {
      fields.filter { $0[0].lowercased().replacing("_", with: "-") == name.lowercased() }.map { $0[1] }
    }
  }

  package let software: Software
  package let port: Int
  /// The site: `cgi-bin`, `public`, `auth-data`.
  package let folder: TemporaryFolder
  private let processes: [RunningCommand]

  /// Starts the server and what it needs.
  ///
  /// - Parameter changing: changes the configuration first.
  package init(_ software: Software, changing change: (String) -> String = { $0 }) throws {
    self.software = software
    folder = try TemporaryFolder()
    port = LiveServer.freePort()
    let appPort = LiveServer.freePort()
    let socket = folder.path("fcgiwrap.socket")
    try Self.fill(folder)
    let block = try Self.documented(software)
    let stays = software.stays
    let places = [
      "/srv/www/public": folder.path("public"),
      "/usr/local/lib/cgi-auth/nginx.conf": Project.root + "/nginx.conf",
      "/usr/local/lib/cgi-auth": folder.root, "/run/fcgiwrap.socket": socket,
      "/run/cgi-auth": folder.path("run"),
      "127.0.0.1:3000": "127.0.0.1:\(appPort)", "listen 80;": "listen 127.0.0.1:\(port);",
      "http://www.example.com": "http://127.0.0.1:\(port)",
    ]
    // The longest first: one is the beginning of another.
    let configuration = places.keys.sorted { $0.count > $1.count }.reduce(change(block)) {
      $0.replacing($1, with: places[$1] ?? "")
    }
    try folder.write("server.conf", Self.frame(software, configuration, folder.root))
    if geteuid() == 0 { _ = try run("/bin/chown", ["-R", "www-data:www-data", folder.root]) }
    let command =
      software.isNginx
      ? ["/usr/sbin/nginx", "-e", "stderr", "-c", folder.path("server.conf")]
      : ["/usr/bin/caddy", "run", "--adapter", "caddyfile", "--config", folder.path("server.conf")]
    let root = folder.root
    let programs =
      stays
      ? Self.services(Project.programs, in: folder)
      : [["/usr/sbin/fcgiwrap", "-f", "-c", "4", "-s", "unix:" + socket]]
    processes = try
      (programs + [
        ["/usr/bin/python3", Project.root + "/Tests/ServerTests/tools/echo.py", "\(appPort)"], command,
      ]).map { try Self.start($0, in: root) }
    do {
      try eventually("\(software) listens") {
        guard processes.allSatisfy(\.isRunning) else { throw Tool.Failure(description: "it ended") }
        return LiveServer.isListening(port) && LiveServer.isListening(appPort)
          && folder.has(stays ? "run/protected.socket" : "fcgiwrap.socket")
      }
    } catch {
      stop()
      let errors = processes.map(\.errorsSoFar).joined(separator: "\n")
      throw LiveServer.DidNotStart(description: "\(software): \(error): \(errors)")
    }
  }

  deinit { stop() }

  /// Stops all and waits for their end.
  package func stop() {
    for process in processes { try? process.input?.close() }
    for process in processes { _ = try? process.wait() }
  }

  /// Sends a request: see `HTTPClient`. A body is a form.
  package func send(
    _ method: String, _ path: String, _ body: String? = nil, headers: [String] = [], options: [String] = []
  ) throws -> Answer {
    try HTTPClient("http://127.0.0.1:\(port)").send(
      method, path, body.map { .form($0) }, headers: headers, options: options)
  }

  /// GETs a path, with a token.
  package func get(_ path: String, _ token: String? = nil, headers: [String] = []) throws -> Answer {
    try send("GET", path, headers: headers + (token.map { ["Cookie: authToken=\($0)"] } ?? []))
  }

  /// What the program behind the server is told of a request, or nil where the request does not reach it.
  package func told(_ answer: Answer) -> Told? {
    try? JSONDecoder().decode(Told.self, from: Data(answer.body.utf8))
  }

  /// Registers a user, who is in these groups, and logs in.
  ///
  /// - Returns: the token.
  package func token(for email: String, groups: String = "") throws -> String {
    let user = "email=\(email)&password=nine+herons+at+dawn"
    let registered = try send("POST", "/cgi-bin/register.cgi", user)
    try #require(registered.status == 200, "\(registered)")
    if !groups.isEmpty {
      let file = folder.path("auth-data/users.gdbm")
      let record = try Tool.gdbmtool.output([file, "fetch", email]).trimmingCharacters(in: .newlines)
      let parts = record.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      try Tool.gdbmtool.output([file, "store", email, "\(parts[0]):\(groups):\(parts[2])"])
    }
    return try #require(try send("POST", "/cgi-bin/login.cgi", user).token)
  }

  /// The commands that start programs on sockets of their own, one process each, as docs/fastcgi.md says.
  package static func services(_ programs: [String], in folder: TemporaryFolder) -> [[String]] {
    programs.map {
      [
        "/usr/bin/spawn-fcgi", "-n", "-s", folder.path("run/\($0).socket"), "-M", "0600", "--",
        folder.path("cgi-bin/\($0).cgi"),
      ]
    }
  }

  package static func fill(_ folder: TemporaryFolder) throws {
    for name in ["cgi-bin", "public/members", "auth-data", "run"] { try folder.makeFolder(name) }
    for program in Project.programs {
      try Project.copyProgram(program, to: folder.path("cgi-bin/\(program).cgi"))
    }
    try folder.write("cgi-bin/other.cgi", "#!/bin/sh\nprintf 'Content-Type: text/plain\\n\\nran'\n")
    _ = try run("/bin/chmod", ["755", folder.path("cgi-bin/other.cgi")])
    _ = try run("/bin/chmod", ["700", folder.path("auth-data")])
    try folder.write("auth-data/auth.conf", "password_hash = \(CGISite.cheapHash)\n")
    try folder.write("public/index.html", "for everybody")
    try folder.write("public/members/a.txt", "for members")
  }

  /// The only block of a page for a server.
  private static func block(_ page: String, _ software: Software) throws -> String {
    let text = try String(contentsOfFile: Project.root + "/docs/\(page).md", encoding: .utf8)
    let name = software.isNginx ? "nginx" : "caddyfile"
    let parts = text.components(separatedBy: "```\(name)\n")
    try #require(parts.count == 2, "one block of \(name) in \(page)")
    return try #require(parts[1].components(separatedBy: "```").first)
  }

  /// The block of docs/reverse-proxies.md for a server, which docs/fastcgi.md changes where the programs
  /// stay.
  private static func documented(_ software: Software) throws -> String {
    let block = try block("reverse-proxies", software)
    guard software.stays else { return block }
    let change = try Self.block("fastcgi", software)
    if software.isNginx {
      let line = "  set $cgi_auth_socket unix:/run/fcgiwrap.socket;\n"
      try #require(block.contains(line))
      return change + block.replacing(line, with: "")
    }
    let parts = block.components(separatedBy: "\n\n")
    let changed = parts.map {
      $0.contains("@programs path_regexp") ? $0.prefix { $0 != "\t" } + change : $0[...]
    }
    return changed.joined(separator: "\n\n").replacing(
      "unix//run/fcgiwrap.socket", with: "unix//run/cgi-auth/protected.socket")
  }

  /// What a server needs around a site's configuration to run in a folder, beside Debian's own.
  private static func frame(_ software: Software, _ site: String, _ folder: String) -> String {
    guard software.isNginx else { return "{\n\tadmin off\n\tauto_https off\n}\n" + site }
    let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
      "\($0)_temp_path \(folder)/\($0);\n"
    }
    return "daemon off;\nworker_processes 1;\npid \(folder)/nginx.pid;\nevents {}\nhttp {\naccess_log off;\n"
      + paths.joined() + site + "}\n"
  }

  /// Runs a command in a process group of its own, which ends as a whole.
  private static let asGroup = """
    setsid "$@" & group=$!
    trap 'kill -- "-$group" 2>/dev/null || kill "$group"' TERM
    wait $group
    wait $group
    """

  /// Starts a program as a user who may not do everything; it ends with these tests, however they end.
  package static func start(_ command: [String], in folder: String) throws -> RunningCommand {
    guard FileManager.default.isExecutableFile(atPath: command[0]) else {
      throw Tool.Failure(description: "\(command[0]) is missing: `make test` installs what the tests need")
    }
    let user = ["--reuid", "www-data", "--regid", "www-data", "--clear-groups"]
    let words =
      ["/usr/bin/setpriv", "--pdeathsig", "TERM"] + (geteuid() == 0 ? user : []) + command
    // fcgiwrap leaves its children behind: they end with it as one group.
    return try RunningCommand(
      watched: "/bin/sh", ["-c", asGroup, "sh"] + words,
      environment: ["PATH": "/usr/bin:/bin", "HOME": folder])
  }
}
