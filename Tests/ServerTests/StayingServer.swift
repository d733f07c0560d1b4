import CGIAuthHarness
import Foundation
import Testing

/// Apache or lighttpd with programs that stay, as docs/fastcgi.md configures it: with the very blocks of that
/// page, but for the places.
final class StayingServer: Sendable {
  /// Which section of the page.
  enum Way: String, CaseIterable, Sendable {
    case fcgid, proxy, authnz, lighttpd

    var isApache: Bool { self != .lighttpd }
    /// Whether the programs are a service of their own.
    var isService: Bool { self == .proxy || self == .authnz }

    fileprivate var heading: String {
      switch self {
      case .fcgid: "Apache with mod_fcgid"
      case .proxy: "Apache with mod_proxy_fcgi"
      case .authnz: "Apache with mod_authnz_fcgi"
      case .lighttpd: "lighttpd"
      }
    }
  }

  let way: Way
  let port: Int
  /// The site: `cgi-bin`, `public`, `auth-data`.
  let folder: TemporaryFolder
  private let processes: [RunningCommand]

  /// Starts the server and what it needs. In `public/members` an authorizer stands before the files, where
  /// the way has one; `public/guarded` is behind guard.cgi.
  ///
  /// - Parameter changing: changes the configuration first.
  init(_ way: Way, changing change: (String) -> String = { $0 }) throws {
    self.way = way
    folder = try TemporaryFolder()
    port = LiveServer.freePort()
    let servicePort = LiveServer.freePort()
    try AskingServer.fill(folder)
    try folder.makeFolder("public/members/board")
    try folder.write("public/members/board/a.txt", "for the board")
    try folder.write("public/members/board/.htguard", "guard_require = group board\n")
    try folder.makeFolder("public/guarded")
    try folder.write("public/guarded/a.txt", "for members")
    try folder.write(
      "public/guarded/env.sh", "#!/bin/sh\nprintf 'Content-Type: text/plain\\n\\n'\n/usr/bin/env\ncat\n")
    try folder.write("public/guarded/.htaccess", GuardedServer.htaccess())
    _ = try run("/bin/chmod", ["755", folder.path("public/guarded/env.sh")])
    let places = [
      "/srv/www/cgi-bin": folder.path("cgi-bin"), "/srv/www/public": folder.path("public"),
      "/run/cgi-auth": folder.path("run"), "/run/lighttpd": folder.path("run"),
      "127.0.0.1:9010": "127.0.0.1:\(servicePort)",
    ]
    let blocks = try Self.documented(way).map { block in
      places.reduce(block) { $0.replacing($1.key, with: $1.value) }
    }
    if way == .fcgid { try folder.write("public/members/.htaccess", blocks[2]) }
    let configuration =
      way.isApache ? Self.apache(way, blocks[0], folder.root, port) : Self.lighttpd(blocks, folder.root, port)
    try folder.write("server.conf", change(configuration))
    if geteuid() == 0 { _ = try run("/bin/chown", ["-R", "www-data:www-data", folder.root]) }
    var commands = way.isService ? AskingServer.services(Project.programs, in: folder) : []
    if way == .authnz {
      commands.append([
        "/usr/bin/spawn-fcgi", "-n", "-a", "127.0.0.1", "-p", "\(servicePort)", "--",
        folder.path("cgi-bin/protected.cgi"),
      ])
    }
    commands.append(
      way.isApache
        ? ["/usr/sbin/apache2", "-f", folder.path("server.conf"), "-D", "FOREGROUND"]
        : ["/usr/sbin/lighttpd", "-D", "-f", folder.path("server.conf")])
    let root = folder.root
    processes = try commands.map { try AskingServer.start($0, in: root) }
    do {
      try eventually("\(way) listens") {
        guard processes.allSatisfy(\.isRunning) else { throw Tool.Failure(description: "it ended") }
        return LiveServer.isListening(port)
          && (!way.isService || Project.programs.allSatisfy { folder.has("run/\($0).socket") })
      }
    } catch {
      stop()
      throw LiveServer.DidNotStart(
        description: "\(way): \(error): \(processes.map(\.errorsSoFar).joined(separator: "\n"))")
    }
  }

  deinit { stop() }

  /// Stops all and waits for their end.
  func stop() {
    for process in processes { try? process.input?.close() }
    for process in processes { _ = try? process.wait() }
  }

  /// Sends a request, with a token.
  func send(
    _ method: String, _ path: String, _ body: String? = nil, _ token: String? = nil, headers: [String] = [],
    options: [String] = []
  ) throws -> Answer {
    try HTTPClient("http://127.0.0.1:\(port)").send(
      method, path, body.map { .form($0) },
      headers: headers + (token.map { ["Cookie: authToken=\($0)"] } ?? []), options: options)
  }

  /// GETs a path, with a token.
  func get(_ path: String, _ token: String? = nil, headers: [String] = [], options: [String] = []) throws
    -> Answer
  {
    try send("GET", path, nil, token, headers: headers, options: options)
  }

  /// Registers a user, who is in these groups, and logs in.
  ///
  /// - Returns: the token.
  func token(for email: String, groups: String = "") throws -> String {
    let user = "email=\(email)&password=nine+herons+at+dawn"
    let registered = try send("POST", "/cgi-bin/register.cgi", user)
    try #require(registered.status == 200, "\(registered): \(processes.map(\.errorsSoFar))")
    if !groups.isEmpty {
      let file = folder.path("auth-data/users.gdbm")
      let record = try Tool.gdbmtool.output([file, "fetch", email]).trimmingCharacters(in: .newlines)
      let parts = record.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      try Tool.gdbmtool.output([file, "store", email, "\(parts[0]):\(groups):\(parts[2])"])
    }
    return try #require(try send("POST", "/cgi-bin/login.cgi", user).token)
  }

  /// The processes of a program of this site.
  func processes(of program: String) throws -> [Int32] {
    try processes(ofFile: folder.path("cgi-bin/\(program).cgi"))
  }

  /// The processes of a program's file.
  func processes(ofFile path: String) throws -> [Int32] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.filter {
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0)/exe")) == path
    }
  }

  /// The blocks of the page's section, in their order.
  static func documented(_ way: Way) throws -> [String] {
    let text = try String(contentsOfFile: Project.root + "/docs/fastcgi.md", encoding: .utf8)
    let sections = text.components(separatedBy: "\n## ")
    let section = try #require(sections.first { $0.hasPrefix(way.heading + "\n") })
    let parts = section.components(separatedBy: "```")
    return parts.indices.filter { $0 % 2 == 1 }.map {
      String(parts[$0].drop { $0 != "\n" }.dropFirst())
    }
  }

  private static func apache(_ way: Way, _ block: String, _ folder: String, _ port: Int) -> String {
    let modules =
      ["mpm_event", "cgid", "actions", "alias", "authz_core", "dir", "env", "mime"]
      + (way == .fcgid ? ["fcgid"] : way == .proxy ? ["proxy", "proxy_fcgi"] : [])
      + (way == .authnz ? ["authn_core", "auth_basic", "authz_user", "authnz_fcgi"] : [])
    return modules.map { "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so\n" }.joined() + """
      ServerName localhost
      ServerRoot "\(folder)"
      DefaultRuntimeDir "\(folder)"
      PidFile "\(folder)/server.pid"
      ErrorLog "|/bin/cat"
      Listen 127.0.0.1:\(port)
      DocumentRoot "\(folder)/public"
      ScriptSock "\(folder)/cgid.sock"
      TypesConfig /dev/null
      AddType text/html .html
      <Directory />
        AllowOverride None
        Require all denied
      </Directory>
      <Directory "\(folder)/public">
        AllowOverride FileInfo
        Require all granted
      </Directory>
      <IfModule mod_fcgid.c>
        # It starts nothing where suexec is there, and the server is not root.
        Suexec Off
        FcgidIPCDir "\(folder)/run"
        FcgidProcessTableFile "\(folder)/run/table"
      </IfModule>
      Define CGI_AUTH_PROGRAMS "\(folder)/cgi-bin"
      Include "\(Project.root)/apache.conf"

      """ + block
  }

  private static func lighttpd(_ blocks: [String], _ folder: String, _ port: Int) -> String {
    // The first block shows one program, and says that the others are alike.
    let entry = blocks[0].components(separatedBy: "fastcgi.server = (\n")[1].components(separatedBy: "    #")[
      0]
    let entries = Project.programs.filter { $0 != "guard" }.map { entry.replacing("protected", with: $0) }
    return """
      server.bind = "127.0.0.1"
      server.port = \(port)
      server.document-root = "\(folder)/public"
      server.upload-dirs = ( "\(folder)" )
      index-file.names = ( "index.html" )
      mimetype.assign = ( ".html" => "text/html", ".txt" => "text/plain" )
      server.modules += ( "mod_access", "mod_setenv" )
      var.cgi_auth_programs = "\(folder)/cgi-bin"
      include "\(Project.root)/lighttpd.conf"

      """ + blocks[0].replacing(entry, with: entries.joined()) + blocks[1]
        + blocks[2].replacing("members", with: "guarded")
  }
}
