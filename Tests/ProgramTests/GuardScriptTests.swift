import Foundation
import CGIAuthHarness
import Testing

/// guard.cgi: scripts in a guarded folder.
@Suite struct GuardScriptTests {
  static let printsEnvironment =
    "#!/bin/sh\nprintf 'Status: 200 OK\\nContent-Type: text/plain\\n\\n'\n/usr/bin/env\n"

  @Test func startsAScriptAsTheServerWould() throws {
    let site = try GuardedSite([
      "JWT_SECRET": "a secret of more than thirty-two bytes", "AUTH_COOKIE_NAME": "authToken",
    ])
    try site.write("env.sh", GuardScriptTests.printsEnvironment, mode: 0o755)
    try GuardAccessTests.grant(site, "staff,board", #""name":"Zoë","#)
    let answer = try site.get(
      "/members/env.sh/a b/../é", query: "x=1+2&y",
      [
        // What Apache sets for the folder comes so.
        "REDIRECT_FOLDER": "set here", "REDIRECT_BOTH": "folder", "BOTH": "server",
        "REDIRECT_JWT_SECRET": "a secret", "REDIRECT_REDIRECT_AUTH_DATA_DIR": "/x",
        "REDIRECT_QUERY_STRING": "x=1+2&y",
        "REDIRECT_REDIRECT_STATUS": "200",
        // What a client sends.
        "HTTP_REMOTE_USER": "root", "HTTP_AUTH_GROUPS": "root", "HTTP_X_FORWARDED_USER": "root",
        "AUTH_NAME": "a setting", "HTTP_PROXY": "http://evil.example/",
        // What a server's own authentication may have set.
        "REMOTE_USER": "basic", "REDIRECT_REMOTE_USER": "basic", "AUTH_TYPE": "Basic",
        "REDIRECT_ap_trust_cgilike_cl": "yes", "MATCH_CGI_AUTH_URL": "/x",
      ])
    #expect(answer.status == 200)
    var variables = answer.variables
    // The shell's own.
    for name in ["PWD", "SHLVL", "_", "OLDPWD"] { variables[name] = nil }
    #expect(variables["AUTH_USER_ID"]?.utf8.count == 22)
    variables["AUTH_USER_ID"] = nil
    let root = site.site.folder.path("www")
    #expect(
      variables == [
        "GATEWAY_INTERFACE": "CGI/1.1", "SERVER_PROTOCOL": "HTTP/1.1", "SERVER_NAME": "www.example.com",
        "HTTP_HOST": "www.example.com", "REMOTE_ADDR": "192.0.2.1", "REQUEST_METHOD": "GET",
        "HTTP_COOKIE": "authToken=\(site.token)", "DOCUMENT_ROOT": root,
        "REQUEST_URI": "/members/env.sh/a b/../é?x=1+2&y", "QUERY_STRING": "x=1+2&y",
        "SCRIPT_NAME": "/members/env.sh", "SCRIPT_FILENAME": "\(root)/members/env.sh",
        "PATH_INFO": "/a b/../é", "PATH_TRANSLATED": "\(root)/a b/../é",
        "CONTEXT_PREFIX": "", "CONTEXT_DOCUMENT_ROOT": root,
        "REMOTE_USER": GuardedSite.email, "AUTH_TYPE": "Bearer", "AUTH_GROUPS": "staff,board",
        "AUTH_NAME": "Zo%C3%AB", "FOLDER": "set here", "BOTH": "folder", "REDIRECT_STATUS": "200",
        "HTTP_REMOTE_USER": "root", "HTTP_AUTH_GROUPS": "root", "HTTP_X_FORWARDED_USER": "root",
      ])
  }

  /// Apache would take the length that a script names for true, and what it writes
  /// beyond it for the next answer.
  @Test(arguments: ["yes", ""]) func runsNoScriptWhoseLengthIsBelieved(value: String) throws {
    let site = try GuardedSite(["AUTH_GUARD_INTERPRETER": ".zip /bin/sh"])
    for (name, url) in [
      ("env.sh", "/members/env.sh"), ("env.sh", "/members/env.sh/a.pdf"), ("a.pdf", "/members/a.pdf"),
      ("a.zip", "/members/a.zip"),
    ] {
      try site.write(name, GuardScriptTests.printsEnvironment, mode: 0o755)
      #expect(try site.get(url).variables["REMOTE_USER"] == GuardedSite.email, "\(url)")
      let answer = try site.get(url, ["ap_trust_cgilike_cl": value])
      #expect(answer.status == 403, "\(url)")
      #expect(answer.errors.hasPrefix("guard-script-length "), "\(answer.errors)")
    }
    try site.write("b.pdf", "%PDF")
    #expect(try site.get("/members/b.pdf", ["ap_trust_cgilike_cl": value]).body == "%PDF")
  }

  @Test func keepsAnAliasApartFromTheDocumentRoot() throws {
    let site = try GuardedSite()
    try site.write("env.sh", GuardScriptTests.printsEnvironment, mode: 0o755)
    let answer = try site.get("/private/env.sh", ["PATH_TRANSLATED": site.path("env.sh")])
    let variables = answer.variables
    #expect(variables["SCRIPT_NAME"] == "/private/env.sh")
    #expect(variables["CONTEXT_PREFIX"] == "/private")
    #expect(variables["CONTEXT_DOCUMENT_ROOT"] == site.site.folder.path("www/members"))
    #expect(variables["PATH_INFO"] == nil)
    #expect(variables["PATH_TRANSLATED"] == nil)
  }

  @Test func keepsTheTokenOfABearerFieldFromTheScript() throws {
    let site = try GuardedSite()
    try site.write("env.sh", GuardScriptTests.printsEnvironment, mode: 0o755)
    let bearer = try site.ask("/members/env.sh", ["HTTP_AUTHORIZATION": "Bearer \(site.token)"])
    #expect(bearer.variables["HTTP_AUTHORIZATION"] == nil)
    #expect(bearer.variables["REMOTE_USER"] == GuardedSite.email)
    // The script's own affair.
    let basic = try site.get("/members/env.sh", ["HTTP_AUTHORIZATION": "Basic eDp5"])
    #expect(basic.variables["HTTP_AUTHORIZATION"] == "Basic eDp5")
  }

  @Test func leavesNothingOfItselfBehind() throws {
    let site = try GuardedSite()
    try site.write(
      "self.pl",
      """
      #!/usr/bin/perl
      print "Status: 200 OK\\nContent-Type: text/plain\\n\\n";
      opendir my $d, "/proc/self/fd"; print "fds=", join(",", sort grep { /^\\d/ && $_ > 2 && $_ != fileno($d) } readdir $d), "\\n";
      open my $s, "<", "/proc/self/status"; while (<$s>) { print "$1=$2\\n" if /^(Sig(?:Blk|Ign)):\\s+(\\w+)/ }
      open my $l, "<", "/proc/self/limits"; while (<$l>) { print "core=$1\\n" if /^Max core file size\\s+(\\S+\\s+\\S+)/ }
      print "argv=@ARGV\\nzero=$0\\n"; use Cwd; print "cwd=", getcwd(), "\\n";
      """, mode: 0o755)
    // By Python, which closes what it does not hand on: what this process has open by chance would be there,
    // too. The soft limit of core dumps is one that nobody else would set.
    let clean = """
      import resource, subprocess, sys
      hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
      resource.setrlimit(resource.RLIMIT_CORE, (4096 if hard < 0 else min(hard, 4096), hard))
      sys.exit(subprocess.call(sys.argv[1:]))
      """
    let environment = site.site.environment(
      "GET", contentType: nil, contentLength: nil,
      site.action("/members/self.pl", query: "--help+-x").merging(site.cookie) { $1 })
    func started(_ program: String, in folder: String) throws -> [String: String] {
      try Answer(
        run("/usr/bin/python3", ["-c", clean, program], environment: environment, workingFolder: folder)
      ).variables
    }
    let variables = try started(Project.program("guard"), in: "/")
    // What the same script sees where nobody stands between.
    let alone = try started(site.path("self.pl"), in: site.path(""))
    #expect(variables["fds"] == "")
    #expect(variables["SigBlk"] == alone["SigBlk"])
    #expect(variables["SigIgn"] == alone["SigIgn"])
    #expect(variables["core"] == alone["core"])
    #expect(variables["argv"] == "")
    #expect(variables["zero"] == site.path("self.pl"))
    #expect(variables["cwd"] == alone["cwd"])
  }

  @Test func handsTheBodyOnUntouched() throws {
    let site = try GuardedSite()
    try site.write(
      "sum.sh", "#!/bin/sh\nprintf 'Status: 200 OK\\nContent-Type: text/plain\\n\\n'\nsha256sum\n",
      mode: 0o755)
    let body = "/usr/bin/seq 1000000 9999999 | /usr/bin/head -c 10485760"
    let sum = try run("/bin/sh", ["-c", "\(body) | sha256sum"]).text
    for method in ["POST", "PROPFIND"] {
      let environment = site.site.environment(
        method, contentType: "text/plain", contentLength: "10485760",
        site.action("/members/sum.sh").merging(site.cookie) { $1 })
      let result = try run(
        "/bin/sh", ["-c", "\(body) | \"$0\"", Project.program("guard")],
        environment: environment.merging(["PATH": "/usr/bin:/bin"]) { $1 })
      #expect(try Answer(result).body == sum)
    }
  }

  @Test func refusesWhatAnotherSitesPageSends() throws {
    let site = try GuardedSite()
    try site.write("env.sh", GuardScriptTests.printsEnvironment, mode: 0o755)
    for field in [
      ["HTTP_SEC_FETCH_SITE": "cross-site"], ["HTTP_SEC_FETCH_SITE": "same-site"],
      ["HTTP_ORIGIN": "https://evil.example"],
    ] {
      for method in ["POST", "PUT", "DELETE", "PATCH"] {
        #expect(try site.get("/members/env.sh", method, body: [], field).status == 403)
      }
      #expect(try site.get("/members/env.sh", field).status == 200)
    }
    let trusted = [
      "HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "https://app.example",
      "AUTH_TRUSTED_ORIGINS": "https://app.example",
    ]
    #expect(try site.get("/members/env.sh", "POST", body: [], trusted).status == 200)
  }

  @Test func runsTheInterpreterOfASuffix() throws {
    let site = try GuardedSite(["AUTH_GUARD_INTERPRETER": ".php /usr/bin/php-cgi, .sh /bin/sh"])
    try site.write("env.SH", String(GuardScriptTests.printsEnvironment.dropFirst(10)))
    let answer = try site.get("/members/env.SH/info")
    #expect(answer.variables["SCRIPT_FILENAME"] == site.path("env.SH"))
    #expect(answer.variables["PATH_INFO"] == "/info")
    #expect(answer.variables["REMOTE_USER"] == GuardedSite.email)
    #expect(answer.variables["REDIRECT_STATUS"] == "200")
    let lost = try site.get("/members/env.SH", ["AUTH_GUARD_INTERPRETER": ".sh /nowhere/sh"])
    #expect(lost.status == 500)
    #expect(lost.errors.hasPrefix("guard-script-failed "))
  }

  @Test func runsPHP() throws {
    let site = try GuardedSite(["AUTH_GUARD_INTERPRETER": ".php /usr/bin/php-cgi"])
    try site.write(
      "p.php",
      """
      <?php header('Status: 200 OK'); header('Content-Type: text/plain');
      foreach (['REMOTE_USER', 'SCRIPT_NAME', 'PATH_INFO', 'QUERY_STRING', 'PHP_SELF'] as $n) echo "$n=$_SERVER[$n]\\n";
      echo 'body=', file_get_contents('php://input'), "\\ncwd=", getcwd(), "\\n";
      """)
    let output = try site.site.rawOutput(
      "guard", "POST", body: Array("a=b".utf8),
      site.action("/members/p.php/x", query: "-s").merging(site.cookie) { $1 })
    for line in [
      "REMOTE_USER=\(GuardedSite.email)", "SCRIPT_NAME=/members/p.php", "PATH_INFO=/x", "QUERY_STRING=-s",
      "PHP_SELF=/members/p.php/x", "body=a=b",
      "cwd=\(URL(fileURLWithPath: site.path("")).standardizedFileURL.path)",
    ] {
      #expect(output.contains("\(line)\n"), "\(line) in \(output)")
    }
  }

  /// As Apache has it where a page that a rewritten URL leads to includes the script (mod_include).
  @Test func letsPHPReadNothingButItsScript() throws {
    let site = try GuardedSite(["AUTH_GUARD_INTERPRETER": ".php /usr/bin/php-cgi"])
    try site.write("p.php", "<?php header('Status: 200 OK'); echo 'the script';")
    try site.write("other.txt", "another file")
    let request = site.action("/members/p.php/members/other.txt").merging(site.cookie) { $1 }
    let output = try site.site.rawOutput(
      "guard", "GET", body: [], request.merging(["REDIRECT_REDIRECT_URL": "/page"]) { $1 })
    #expect(output.hasSuffix("\r\n\r\nthe script"), "\(output)")
  }

  // MARK: What is not run

  @Test(arguments: [
    "a.php", "a.PHP", "a.php~", "a.php.bak", "a.php.old", "a.php_old", "#a.php#", "a.php.2024-01-01", "a.cgi",
    "a.pl",
    "a.py", "a.phtml", "a.inc", "a.jsp", "a.aspx", "a.php.swp", "a.cgi.1",
  ])
  func sendsNobodyTheSourceOfAScript(_ name: String) throws {
    let site = try GuardedSite()
    try site.write(name, "secret")
    for mode in [mode_t(0o644), 0o755] {
      #expect(chmod(site.path(name), mode) == 0)
      let answer = try site.get("/members/\(name)")
      #expect(answer.status == 403)
      #expect(!answer.body.contains("secret"))
      #expect(answer.errors.hasPrefix("guard-source "))
    }
  }

  @Test(arguments: [
    "#!/bin/sh\n", "<?php echo 1;", "\n <?PHP\n", "<?= $x ?>", "<? $x ?>", "<?\n$x ?>", "\u{FEFF}#!/bin/sh",
  ])
  func knowsAScriptByItsFirstBytes(_ content: String) throws {
    let site = try GuardedSite()
    try site.write("notes.txt", content)
    #expect(try site.get("/members/notes.txt").status == 403)
  }

  @Test func takesWhatFTPMadeExecutableForAFile() throws {
    let site = try GuardedSite()
    try site.write("a.pdf", "%PDF-1.7", mode: 0o755)
    try site.write("index.pl.html", "<p>Witaj</p>", mode: 0o755)
    #expect(try site.get("/members/a.pdf").body == "%PDF-1.7")
    #expect(try site.get("/members/a.pdf").value("Content-Type") == "application/pdf")
    #expect(try site.get("/members/index.pl.html").status == 200)
  }

  @Test func runsNothingThatEverybodyMayWriteTo() throws {
    let site = try GuardedSite(["AUTH_GUARD_INTERPRETER": ".x /bin/sh"])
    for name in ["env.sh", "env.x"] {
      try site.write(name, GuardScriptTests.printsEnvironment, mode: 0o777)
      let answer = try site.get("/members/\(name)")
      #expect(answer.status == 403)
      #expect(answer.errors.hasPrefix("guard-script-writable "))
    }
  }

  @Test func saysWhatKeepsAScriptFromStarting() throws {
    let site = try GuardedSite()
    // A script that was uploaded with Windows' line ends.
    try site.write("dos.sh", "#!/bin/sh\r\necho\r\n", mode: 0o755)
    let answer = try site.get("/members/dos.sh")
    #expect(answer.status == 500)
    #expect(
      answer.errors == "guard-script-failed start a script, or its interpreter,: No such file or directory\n")
  }
}

extension CGISite {
  /// All that a program writes for one request.
  func rawOutput(
    _ program: String, _ method: String, body: [UInt8], _ variables: [String: String]
  ) throws -> String {
    try run(
      try Project.program(program),
      environment: environment(method, contentType: "text/plain", contentLength: "\(body.count)", variables),
      input: body
    ).text
  }

  /// A form that is sent after the access token's time is not lost: the session is renewed on the way, and
  /// the script's answer sets the cookies.
  @Test func renewsTheSessionOfAForm() throws {
    let site = try GuardedSite()
    try site.write("env.sh", GuardScriptTests.printsEnvironment, mode: 0o755)
    let login = try site.site.post("login", GuardedSite.email, "correct horse battery")
    let refresh = login.cookie("Refresh")
    let browser = [
      "HTTP_ACCEPT": "text/html", "HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_SEC_FETCH_MODE": "navigate",
    ]
    let cookies = ["HTTP_COOKIE": "theme=dark; \(refresh); \(login.cookie("Device"))"]
    let answer = try site.ask(
      "/members/env.sh", "POST", body: bytes("x=1"), browser.merging(cookies) { $1 })
    #expect(answer.status == 200)
    #expect(answer.variables["REMOTE_USER"] == GuardedSite.email)
    #expect(answer.variables["HTTP_COOKIE"] == "theme=dark")
    #expect(answer.values("Set-Cookie").count == 2)
    #expect(try site.ask("/members/env.sh", ["HTTP_COOKIE": answer.cookie]).status == 200)
    // Nothing else is renewed there.
    let renewed = ["HTTP_COOKIE": answer.cookie("Refresh")]
    for (method, more) in [
      ("GET", browser), ("POST", [:]), ("POST", browser.merging(["HTTP_SEC_FETCH_MODE": "cors"]) { $1 }),
      ("POST", browser.merging(["HTTP_SEC_FETCH_SITE": "same-site"]) { $1 }),
      ("POST", browser.merging(["HTTP_AUTHORIZATION": "Basic eDp5"]) { $1 }),
    ] as [(String, [String: String])] {
      let answer = try site.ask("/members/env.sh", method, body: bytes(""), more.merging(renewed) { $1 })
      #expect(answer.status == (more["HTTP_ACCEPT"] == nil ? 401 : 303))
      #expect(answer.values("Set-Cookie") == [])
    }
  }

  /// What only our programs are to see, a script does not.
  @Test func keepsTheOtherCookiesToItself() throws {
    let site = try GuardedSite(["AUTH_COOKIE_NAME": "session"])
    try site.write("env.sh", GuardScriptTests.printsEnvironment, mode: 0o755)
    let cookies = "a=1; sessionRefresh=x; session=\(site.token); sessionDevice=y"
    let answer = try site.get("/members/env.sh", ["HTTP_COOKIE": cookies])
    #expect(answer.variables["HTTP_COOKIE"] == "a=1; session=\(site.token)")
  }
}
