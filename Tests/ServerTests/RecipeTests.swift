import Foundation
import CGIAuthHarness
import Testing

/// The pieces of code in docs/recipes.md, as they stand there, with addresses and folders of a test put in.
@Suite struct RecipeTests {
  private static let apache = ServerVariant.http[0]

  /// PHP as a host has it, for all pages but those that something else takes.
  private static let php = """
    <IfModule !rewrite_module>
    LoadModule rewrite_module /usr/lib/apache2/modules/mod_rewrite.so
    </IfModule>
    ScriptAlias /php-bin/ /usr/bin/
    <Directory /usr/bin>
    Require all granted
    </Directory>
    Action hosts-php /php-bin/php-cgi
    <FilesMatch "\\.php$">
    SetHandler hosts-php
    </FilesMatch>

    """

  @Test func phpOnAnyPageKnowsWhoItIs() throws {
    let parts = try Recipe.blocks("PHP outside a guarded folder: who is it?", "php")
    #expect(parts.count == 2)
    let site = try GuardedServer(Self.apache, configuration: { _ in Self.php })
    let include = parts[0].replacing("https://www.example.com", with: site.server.origin)
    #expect(include != parts[0])
    #expect(include.split(separator: "\n").count <= 15)
    try site.server.folder.write("public/who.php", include)
    try site.server.folder.write("public/page.php", parts[1])
    #expect(
      try site.fetch("/page.php").body == """
        <form method="post" action="/cgi-bin/logout.cgi">
        Logged in as <a href="/cgi-bin/account.cgi">ada@example.com</a>
        <button>Log out</button>
        </form>

        """)
    let link = "<a href=\"/cgi-bin/login.cgi?next=/\">Log in</a>\n"
    #expect(try site.fetch("/page.php", loggedIn: false).body == link)
    let forged = "Cookie: \(Self.apache.cookieName)=\(site.token)x"
    #expect(try site.fetch("/page.php", loggedIn: false, headers: [forged]).body == link)
    // At once, unlike a page that looks at the token alone.
    #expect(try site.fetch("/cgi-bin/logout.cgi", "POST").status == 200)
    #expect(try site.fetch("/page.php").body == link)
  }

  private static let include = """
    LoadModule include_module /usr/lib/apache2/modules/mod_include.so
    <Directory "%/public">
    AllowOverride FileInfo Options
    </Directory>

    """

  @Test(arguments: ServerVariant.all.filter { $0.software.isApache })
  func apacheIncludesWhoItIs(_ variant: ServerVariant) throws {
    let heading = "\"Logged in as\", and log out, by includes of the server"
    let site = try GuardedServer(variant, configuration: { Self.include.replacing("%", with: $0) })
    try site.server.folder.makeFolder("public/club")
    try site.server.folder.write("public/club/.htaccess", Recipe.block(heading, "apache"))
    try site.server.folder.write("public/club/a.shtml", "<p>" + Recipe.block(heading, "html") + "</p>")
    let browser = ["Accept: text/html", "Accept-Language: de"]
    let known = try site.fetch("/club/a.shtml", headers: browser)
    #expect(known.status == 200)
    #expect(known.body.hasPrefix("<p><div class=\"visitor\">\n<span>Angemeldet als ada@example.com</span>\n"))
    #expect(known.body.contains("<form method=\"post\" action=\"/cgi-bin/logout.cgi\">"))
    #expect(known.body.hasSuffix("</div>\n</p>"))
    let unknown = try site.fetch("/club/a.shtml?b=c", loggedIn: false, headers: browser)
    #expect(
      unknown.body
        == "<p><div class=\"visitor\"><a href=\"/cgi-bin/login.cgi?next=/club/a.shtml%3Fb%3Dc\">Anmelden</a></div>\n</p>"
    )
  }

  @Test(arguments: [StayingServer.Way.fcgid, .lighttpd])
  func aGuardedPageHasIncludes(_ way: StayingServer.Way) throws {
    let heading = "A guarded page with includes"
    let block = try Recipe.block(heading, way.isApache ? "apache" : "lighttpd")
    let server = try StayingServer(way) { configuration in
      guard way.isApache else { return configuration + block }
      let root = configuration.components(separatedBy: "ServerRoot \"")[1].prefix { $0 != "\"" }
      return configuration + Self.include.replacing("%", with: root)
    }
    if way.isApache {
      try server.folder.write(
        "public/members/.htaccess",
        block.replacing("/srv/www/cgi-bin", with: server.folder.path("cgi-bin")))
    }
    try server.folder.write("public/members/page.shtml", Recipe.block(heading, "html"))
    try server.folder.write("public/members/news.html", "Nine herons")
    let token = try server.token(for: "ada%26co@example.com")
    let page = try server.get("/members/page.shtml", token)
    #expect(page.status == 200)
    // As the page says, lighttpd escapes nothing.
    let ampersand = way.isApache ? "&amp;" : "&"
    #expect(page.body == "<p id=\"who\">Logged in as ada\(ampersand)co@example.com</p>\nNine herons\n")
    if !way.isApache {
      // As the section before says of lighttpd.
      try server.folder.write(
        "public/members/program.shtml",
        try Recipe.block("\"Logged in as\", and log out, by includes of the server", "html"))
      #expect(!(try server.get("/members/program.shtml", token).contains("visitor")))
    }
    let refused = try server.get("/members/page.shtml")
    #expect(refused.status == 401)
    #expect(!refused.contains("herons"))
  }

  @Test(arguments: ["", "index.php", "2024/a-page", "2024/a-page/?x=1", "none.html"])
  func anApplicationAnswersForEveryAddressBehindTheGuard(_ path: String) throws {
    let heading = "An application such as WordPress in a guarded folder"
    let setting = try Recipe.block(heading, "").split(separator: "=", maxSplits: 1)
    #expect(setting[0] == "guard_interpreter ")
    let interpreter = setting[1].trimmingCharacters(in: .whitespacesAndNewlines)
    let site = try GuardedServer(
      Self.apache,
      settings: ["AUTH_GUARD_INTERPRETER": interpreter, "AUTH_GUARD_INDEX": "index.php"],
      configuration: { _ in Self.php }
    ) {
      try $0.makeFolder("public/members")
      try $0.write(
        "public/members/index.php",
        "<?php echo $_SERVER['REMOTE_USER'], ' ', $_SERVER['REQUEST_URI'], ' ', $_GET['x'] ?? '';")
    }
    try site.server.folder.write("public/members/.htaccess", Recipe.block(heading, "apache"))
    let answer = try site.fetch("/members/\(path)")
    #expect(answer.status == 200)
    #expect(answer.body == "ada@example.com /members/\(path) \(path.hasSuffix("x=1") ? "1" : "")")
    #expect(try site.fetch("/members/\(path)", loggedIn: false).status == 401)
    // What is there is sent as it is, and is shut, too.
    #expect(try site.fetch("/members/notes.txt").body == "nine herons\n")
    #expect(try site.fetch("/members/notes.txt", loggedIn: false).status == 401)
  }

  @Test func phpFindsItsInterpreter() throws {
    let site = try GuardedServer(Self.apache, configuration: { _ in Self.php })
    try site.server.folder.write("public/find.php", Recipe.block("Finding php-cgi", "php"))
    let paths = try site.fetch("/find.php", loggedIn: false).body.split(separator: "\n")
    #expect(paths.contains("/usr/bin/php-cgi"))
    for path in paths { #expect(FileManager.default.isExecutableFile(atPath: String(path))) }
  }

  /// With a proxy that ends TLS in front, the second of the two.
  @Test(arguments: [
    (0, false, "www.example.com", "", true), (0, false, "example.com", "", true),
    (0, true, "example.com", "", true), (0, true, "www.example.com", "", false),
    (1, false, "www.example.com", "http", true), (1, false, "example.com", "https", true),
    (1, false, "www.example.com", "https", false),
  ])
  func everybodyIsSentToOneAddress(
    _ number: Int, isHTTPS: Bool, host: String, proto: String, isSent: Bool
  ) throws {
    let lines = try Recipe.blocks("https and one name", "apache")
    #expect(lines.count == 2)
    let variant = try #require(ServerVariant.all.first { $0.software.isApache && $0.isHTTPS == isHTTPS })
    let server = try LiveServer(
      variant,
      configuration: { _ in "LoadModule rewrite_module /usr/lib/apache2/modules/mod_rewrite.so\n" }
    ) {
      try $0.makeFolder("public")
      try $0.write("public/page.html", "a page")
    }
    try server.folder.write("public/.htaccess", lines[number])
    let answer = try server.send(
      "GET", "/page.html?a=b", headers: ["Host: \(host)", "X-Forwarded-Proto: \(proto)"])
    #expect(answer.status == (isSent ? 301 : 200))
    #expect(answer.value("Location") == (isSent ? "https://www.example.com/page.html?a=b" : nil))
  }

  @Test func nginxInFrontSaysWhereVisitorsComeFrom() throws {
    let heading = "Cloudflare or nginx in front"
    let setting = try Recipe.block(heading, "").split(separator: "=", maxSplits: 1)
    #expect(setting[0] == "trusted_proxies ")
    let server = try LiveServer(
      Self.apache,
      settings: LiveServer.cheapHash.merging([
        "AUTH_TRUSTED_PROXIES": setting[1].trimmingCharacters(in: .whitespacesAndNewlines)
      ]) { $1 })
    let port = LiveServer.freePort()
    let block = try Recipe.block(heading, "nginx")
    let here = block.replacing("http://127.0.0.1:8080", with: server.origin)
    #expect(here != block)
    // $remote_addr is always this computer here, so that a visitor's own word must not come through.
    try server.folder.write(
      "front.conf",
      "daemon off; pid \(server.folder.path("front.pid")); events {}\nhttp { access_log off; server {\n"
        + "listen 127.0.0.1:\(port);\n\(here)} }\n")
    let front = try RunningCommand(
      watched: "/usr/sbin/nginx", ["-e", "stderr", "-c", server.folder.path("front.conf")])
    defer { front.stop() }
    try eventually("nginx listens: \(front.errorsSoFar)") { LiveServer.isListening(port) }
    let client = HTTPClient("http://127.0.0.1:\(port)")
    let user = "email=ada@example.com&password=nine+herons+at+dawn"
    let answer = try client.send(
      "POST", "/cgi-bin/register.cgi", .form(user), headers: ["X-Forwarded-For: 203.0.113.7"])
    #expect(answer.status == 200)
    let log = try String(contentsOfFile: server.data("audit.log"), encoding: .utf8)
    #expect(log.contains("\"ip\":\"127.0.0.1\"") && !log.contains("203.0.113.7"))
  }

  @Test func theWholeSiteIsShutButTheLogin() throws {
    let lines = try Recipe.blocks("The whole site, with cgi-bin inside", "apache")
    #expect(lines.count == 2)
    // The server of the tests has /cgi-bin/ elsewhere.
    let inside = lines[0].replacing("/cgi-bin/", with: "/inside/")
    #expect(inside != lines[0])
    let site = try GuardedServer(
      Self.apache, settings: ["AUTH_LOGIN_PAGE": "/inside/login.cgi"],
      configuration: {
        """
        <Directory "\($0)/public/inside">
        Options +ExecCGI
        AddHandler cgi-script .cgi
        </Directory>

        """
      }
    ) { folder in
      try folder.makeFolder("public/inside")
      for program in Project.programs {
        try Project.copyProgram(program, to: folder.path("public/inside/\(program).cgi"))
      }
      try folder.write("public/inside/auth.conf", "data_dir = \(folder.path("auth-data"))\n")
      try folder.write("public/page.html", "a page")
    }
    let data = site.server.folder.path("auth-data")
    try site.server.folder.makeFolder("public/auth-data")
    try site.server.folder.write("public/auth-data/auth.conf", "data_dir = \(data)\n")
    try site.server.folder.write("public/.htaccess", inside)
    try site.server.folder.write("public/inside/.htaccess", lines[1])
    let page = ["Accept: text/html"]
    let shut = try site.fetch("/page.html", loggedIn: false, headers: page)
    #expect(shut.status == 303)
    #expect(shut.value("Location")?.hasPrefix("/inside/login.cgi?") == true)
    let form = try site.fetch("/inside/login.cgi", loggedIn: false, headers: page)
    #expect(form.status == 200)
    #expect(form.contains("name=\"password\""))
    #expect(try site.fetch("/page.html").body == "a page")
  }
}
