import Foundation
import CGIAuthHarness
import Testing

/// scripts/check-site: green on a good site, red on what shared hosts do to sites.
@Suite struct CheckSiteTests {
  private func check(_ server: LiveServer, _ words: String...) throws -> CommandResult {
    try run(
      "\(Project.root)/scripts/check-site", [server.origin] + words,
      environment: ["PATH": "/usr/bin:/bin", "CURL_CA_BUNDLE": server.folder.path("tls.crt")]
        .filter { server.variant.isHTTPS || $0.key != "CURL_CA_BUNDLE" })
  }

  /// The lines that say NO.
  private func complaints(_ result: CommandResult) -> [String] {
    result.text.split(separator: "\n").filter { $0.hasPrefix("NO") }.map {
      String($0.dropFirst(5).prefix { $0 != "(" }).trimmingCharacters(in: .whitespaces)
    }
  }

  @Test(arguments: ServerVariant.all) func saysYesToAGoodSite(_ variant: ServerVariant) throws {
    let site = try GuardedServer(variant)
    let result = try check(site.server, "/members/notes.txt")
    #expect(result.status == 0, "\(result.text)\(result.errors)")
    #expect(complaints(result) == [])
    let lines = result.text.split(separator: "\n")
    #expect(lines.count > 20)
    #expect(
      lines.contains { $0 == "yes  the programs know that visitors come by https://" } == variant.isHTTPS)
    // lighttpd itself answers for what is not there: no more than the file that was named can be asked for.
    let isAsked = variant.software.isApache
    #expect(lines.contains("yes  PHP in /members/ is shut without a login") == isAsked)
    #expect(lines.filter { !$0.hasPrefix("yes") }.count == (isAsked ? 0 : 1))
    #expect(lines.allSatisfy { $0.hasPrefix("yes  ") || $0.hasPrefix("-    other kinds of files") })
  }

  /// The `.htaccess` has no effect, and nothing tells.
  @Test(arguments: ServerVariant.http.filter(\.software.isApache))
  func seesThatTheHostReadsNoHtaccess(_ variant: ServerVariant) throws {
    let site = try GuardedServer(
      variant,
      configuration: { "<Directory \"\($0)/public/members\">\nAllowOverride None\n</Directory>\n" })
    let result = try check(site.server, "/members/notes.txt")
    #expect(result.status == 1)
    #expect(
      complaints(result) == [
        "/members/notes.txt is shut without a login",
        "a browser is sent from /members/notes.txt to the login page", "/members/.htaccess is not given out",
      ])
    #expect(result.text.contains("Everybody can read it!"))
    #expect(result.text.contains("AllowOverride FileInfo"))
    #expect(!result.text.contains("in front"))
  }

  /// What hosts with PHP-FPM do: their `<FilesMatch>` wins over two lines of `.htaccess`, and not over four.
  @Test(arguments: ["page.php", "notes.txt"])
  func seesThatPHPRunsBeforeTheGuard(_ file: String) throws {
    let handler = "<FilesMatch \"\\.php$\">\nSetHandler default-handler\n</FilesMatch>\n"
    let site = try GuardedServer(ServerVariant.http[0], configuration: { _ in handler }) {
      try $0.write("public/members/page.php", "<?php echo 1;\n")
    }
    let good = try check(site.server, "/members/\(file)")
    #expect(complaints(good) == [], "\(good.text)")
    try site.server.folder.write(
      "public/members/.htaccess", "Action members /cgi-bin/guard.cgi virtual\nSetHandler members\n")
    let result = try check(site.server, "/members/\(file)")
    #expect(complaints(result).contains("PHP in /members/ is shut without a login"))
    #expect(complaints(result).contains("/members/page.php is shut without a login") == (file == "page.php"))
    #expect(result.text.contains("PHP runs before the guard is asked."))
    #expect(!result.text.contains("AllowOverride") && !result.text.contains("in front"))
  }

  /// nginx before Apache, as panels set it up: it ends TLS, and sends files itself that it finds.
  private func front(_ site: GuardedServer, _ lines: String) throws -> (
    origin: String, process: RunningCommand
  ) {
    let folder = site.server.folder
    let port = LiveServer.freePort()
    let key = ["-keyout", folder.path("front.key"), "-out", folder.path("front.crt")]
    let made = try run(
      "/usr/bin/openssl",
      ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        + ["-addext", "subjectAltName=IP:127.0.0.1"] + key)
    try #require(made.status == 0, "\(made.errors)")
    try folder.write(
      "front.conf",
      """
      daemon off; worker_processes 1; pid \(folder.path("front.pid")); events {}
      http {
        access_log off;
        server {
          listen 127.0.0.1:\(port) ssl;
          ssl_certificate \(folder.path("front.crt")); ssl_certificate_key \(folder.path("front.key"));
          proxy_set_header Host $http_host;
          proxy_set_header X-Forwarded-Proto $scheme;
          \(lines)
          location / { proxy_pass \(site.server.origin); }
        }
      }

      """)
    let process = try RunningCommand(
      watched: "/usr/sbin/nginx", ["-e", "stderr", "-c", folder.path("front.conf")])
    try eventually("nginx listens: \(process.errorsSoFar)") { LiveServer.isListening(port) }
    return ("https://127.0.0.1:\(port)", process)
  }

  private func check(behind origin: String, _ site: GuardedServer) throws -> CommandResult {
    try run(
      "\(Project.root)/scripts/check-site", [origin, "/members/notes.txt"],
      environment: ["PATH": "/usr/bin:/bin", "CURL_CA_BUNDLE": site.server.folder.path("front.crt")])
  }

  @Test(arguments: ["try_files $uri @behind;", ""])
  func seesThatAServerInFrontSendsFiles(_ fallback: String) throws {
    let site = try GuardedServer(ServerVariant.http[0], settings: ["AUTH_TRUSTED_PROXIES": "127.0.0.1"])
    let folder = site.server.folder.path("public")
    // nginx's own user reads them.
    _ = try run("/bin/chmod", ["755", site.server.folder.root])
    let front = try front(
      site,
      """
      location @behind { proxy_pass \(site.server.origin); }
      location ~* \\.(txt|pdf|jpg)$ { root \(folder); \(fallback) }
      """)
    defer { front.process.stop() }
    let result = try check(behind: front.origin, site)
    #expect(result.status == 1)
    let expected =
      [
        "/members/notes.txt is shut without a login",
        "a browser is sent from /members/notes.txt to the login page",
      ] + (fallback.isEmpty ? ["no other server answers for files in /members/"] : [])
    #expect(complaints(result) == expected, "\(result.text)")
    #expect(result.text.contains("a server in front, such as nginx, sends this file itself"))
    #expect(!result.text.contains("AllowOverride"))
    #expect(result.text.contains("answers for .pdf .jpg itself") == fallback.isEmpty)
  }

  @Test(arguments: [true, false])
  func seesAProxyThatIsNotTrusted(_ isTrusted: Bool) throws {
    let site = try GuardedServer(
      ServerVariant.http[0], settings: isTrusted ? ["AUTH_TRUSTED_PROXIES": "127.0.0.1"] : [:])
    let front = try front(site, "")
    defer { front.process.stop() }
    let result = try check(behind: front.origin, site)
    #expect(result.status == (isTrusted ? 0 : 1))
    #expect(
      complaints(result) == (isTrusted ? [] : ["the programs know that visitors come by https://"]),
      "\(result.text)")
    #expect(result.text.contains("is not in trusted_proxies") == !isTrusted)
  }

  /// What step 4 of docs/host.md leaves in the document root gives nothing away.
  @Test(arguments: [
    ("data_dir = /srv/data\n", false), ("# here\r\n\r\ndata_dir=/srv\r\n", false),
    ("data_dir = /srv/data\njwt_secret = nine herons\n", true),
  ])
  func allowsAFileThatOnlySaysWhereTheDataIs(_ content: String, isSecret: Bool) throws {
    let site = try GuardedServer(
      ServerVariant.http[0],
      configuration: {
        "Alias /auth-data \($0)/open\n<Directory \"\($0)/open\">\nRequire all granted\n</Directory>\n"
      }
    ) {
      try $0.makeFolder("open")
      try $0.write("open/auth.conf", content)
    }
    let result = try check(site.server)
    #expect(
      complaints(result) == (isSecret ? ["/auth-data/auth.conf is not given out"] : []), "\(result.text)")
    #expect(result.text.contains("Replace the secrets in it") == isSecret)
  }

  @Test(arguments: ServerVariant.http.filter(\.software.isApache))
  func seesTheDataInsideTheDocumentRoot(_ variant: ServerVariant) throws {
    let site = try GuardedServer(
      variant,
      configuration: {
        """
        Alias /auth-data \($0)/auth-data
        <Directory "\($0)/auth-data">
          AllowOverride None
          Require all granted
        </Directory>

        """
      })
    let result = try check(site.server)
    #expect(result.status == 1)
    #expect(
      complaints(result)
        == [
          "users.gdbm", "secret.key", "private.key", "audit.log", "error.log", "sessions.gdbm",
          "attempts-2.table",
        ]
        .filter { site.server.folder.has("auth-data/\($0)") }.map { "/auth-data/\($0) is not given out" })
    #expect(complaints(result).count >= 4)
    #expect(result.text.contains("Delete it: the programs make a new one."))
    #expect(result.text.contains("have the users choose new passwords"))
    #expect(result.text.contains("no guarded folder was looked at"))
  }

  @Test func seesThatTheProgramsAreNotThere() throws {
    let site = try GuardedServer(ServerVariant.http[0])
    let result = try check(site.server, "/members/none/here.txt", "/programs")
    #expect(result.status == 1)
    #expect(complaints(result).count == 2)
    // A file that is not there is still asked about with the guard, which says no word of it.
    #expect(!complaints(result).contains { $0.contains("here.txt") })
  }

  /// A page for what is not there is not the file.
  @Test func takesNoPageForAFile() throws {
    let site = try GuardedServer(
      ServerVariant.http[0], configuration: { _ in "FallbackResource /plain/page.html\n" })
    let result = try check(site.server, "/members/notes.txt")
    #expect(complaints(result) == [], "\(result.text)")
  }

  @Test(arguments: [
    [], ["www.example.com"], ["ftp://www.example.com"], ["http://127.0.0.1:1", "members/a.pdf"],
    ["http://127.0.0.1:1", "/members/"], ["http://127.0.0.1:1"],
  ])
  func saysInOneLineWhatItCannotAsk(_ words: [String]) throws {
    let result = try run(
      "\(Project.root)/scripts/check-site", words, environment: ["PATH": "/usr/bin:/bin"])
    #expect(result.status == 2)
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func isAMakeTarget() throws {
    let site = try GuardedServer(ServerVariant.http[0])
    let result = try run(
      "/usr/bin/make",
      ["-s", "-C", Project.root, "check-site", "URL=\(site.server.origin)/", "GUARDED=/members/notes.txt"])
    #expect(result.status == 0, "\(result.text)\(result.errors)")
    #expect(result.text.hasPrefix("yes  "))
  }
}
