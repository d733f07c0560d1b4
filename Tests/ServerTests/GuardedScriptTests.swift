import Foundation
import CGIAuthHarness
import Testing

/// Scripts in a guarded folder, which run as the web server would run them, and know who is logged in.
@Suite struct GuardedScriptTests {
  /// Writes the environment as JSON, and of the body its length and digest.
  private static let perl = """
    #!/usr/bin/perl
    # canary-source-perl
    use strict; use JSON::PP; use Digest::SHA;
    binmode STDIN; local $/; my $body = <STDIN> // '';
    print "Content-Type: application/json\\r\\n\\r\\n";
    print encode_json({ environment => { %ENV }, length => length $body, digest => Digest::SHA::sha256_hex($body) });
    """
  private static let php = """
    <?php // canary-source-php
    header('Content-Type: application/json');
    $body = file_get_contents('php://input');
    echo json_encode(['environment' => $_SERVER, 'length' => strlen($body), 'digest' => hash('sha256', $body)],
      JSON_INVALID_UTF8_SUBSTITUTE);
    """

  struct Told {
    let environment: [String: String]
    let length: Int
    let digest: String

    init(_ answer: Answer) throws {
      let object = try JSONSerialization.jsonObject(with: Data(answer.bytes)) as? [String: Any]
      environment = try #require(object?["environment"] as? [String: Any]).compactMapValues { $0 as? String }
      length = try #require(object?["length"] as? Int)
      digest = try #require(object?["digest"] as? String)
    }
  }

  static let secret = "a secret of more than thirty-two bytes"

  private func site(_ variant: ServerVariant) throws -> GuardedServer {
    try GuardedServer(
      variant, settings: ["AUTH_GUARD_INTERPRETER": ".php /usr/bin/php-cgi", "JWT_SECRET": Self.secret],
      prepare: { folder in
        try folder.write("public/members/tell.pl", Self.perl)
        try folder.write("public/members/tell.php", Self.php)
        try folder.write("public/members/shown.pl", Self.perl)
        _ = try run("/bin/chmod", ["755", folder.path("public/members/tell.pl")])
      })
  }

  @Test(arguments: ServerVariant.http, ["tell.pl", "tell.php"])
  func aScriptKnowsWhoIsLoggedInAndNoSecret(_ variant: ServerVariant, _ script: String) throws {
    let site = try site(variant)
    let spoofed = [
      "Remote-User: root", "Remote_User: root", "Auth-User-Id: 0", "Auth_User_Id: 0", "Auth-Groups: board",
      "Auth-Name: root",
      "Proxy: http://127.0.0.1:9/", "Redirect-Handler: x", "Script-Name: /x", "Jwt-Secret: x",
    ]
    let path = "/members/\(script)?a=1&b=%2F"
    let answer = try site.fetch(path, headers: spoofed)
    #expect(answer.status == 200)
    let told = try Told(answer)
    let own = told.environment
    #expect(own["REMOTE_USER"] == "ada@example.com")
    #expect(own["AUTH_GROUPS"] == "staff")
    #expect(own["AUTH_NAME"] == "")
    #expect(own["AUTH_USER_ID"].map { $0.count > 10 } == true)
    #expect(own["AUTH_TYPE"] == "Bearer")
    #expect(own["QUERY_STRING"] == "a=1&b=%2F")
    #expect(own["REQUEST_URI"] == path)
    #expect(own["REQUEST_METHOD"] == "GET")
    #expect(own["SCRIPT_NAME"] == "/members/\(script)")
    let file = site.server.folder.path("public/members/\(script)").replacing("//", with: "/")
    #expect(own["SCRIPT_FILENAME"]?.replacing("//", with: "/") == file)
    #expect(own["HTTP_PROXY"] == nil)
    for (name, value) in own {
      #expect(!value.contains(Self.secret), "\(name)")
      let isSetting = name.contains("AUTH_") || name.contains("JWT_")
      let isMeant =
        ["AUTH_TYPE", "AUTH_USER_ID", "AUTH_GROUPS", "AUTH_NAME"].contains(name) || name.hasPrefix("HTTP_")
      #expect(!isSetting || isMeant, "\(name)")
    }
    let refused = try site.fetch(path, loggedIn: false, headers: spoofed)
    #expect(refused.status == 401)
    #expect(!refused.contains("environment") && !refused.contains("canary"))
  }

  @Test(arguments: ServerVariant.http, ["tell.pl", "tell.php"])
  func aBodyArrivesWhole(_ variant: ServerVariant, _ script: String) throws {
    let site = try site(variant)
    let body = site.server.folder.path("body")
    let bytes = (0..<(5 << 20)).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 7) }
    try site.server.folder.write("body", bytes)
    let answer = try site.fetch(
      "/members/\(script)", "POST",
      headers: ["Content-Type: application/octet-stream"], options: ["--data-binary", "@\(body)"])
    #expect(answer.status == 200)
    let told = try Told(answer)
    #expect(told.length == bytes.count)
    #expect(told.digest == (try run("/usr/bin/sha256sum", [body]).text.prefix(64)))
    #expect(told.environment["CONTENT_LENGTH"] == "\(bytes.count)")
    #expect(told.environment["CONTENT_TYPE"] == "application/octet-stream")
    // Without a login nothing of it is run, however long the body is.
    let refused = try site.fetch(
      "/members/\(script)", "POST", loggedIn: false, options: ["--data-binary", "@\(body)"])
    #expect(refused.status == 401)
  }

  /// The page of another site sends no cookie by itself; where a browser is old enough to, the field tells.
  @Test(arguments: ServerVariant.http) func aPageOfAnotherSiteChangesNothing(_ variant: ServerVariant) throws
  {
    let site = try site(variant)
    let answer = try site.fetch(
      "/members/tell.pl", "POST", headers: ["Sec-Fetch-Site: cross-site"], options: ["-d", "a=b"])
    #expect(answer.status == 403)
    #expect(!answer.contains("environment"))
  }

  @Test(arguments: ServerVariant.http) func aScriptThatCannotRunIsNotSent(_ variant: ServerVariant) throws {
    let site = try site(variant)
    let answer = try site.fetch("/members/shown.pl")
    #expect(answer.status == 403)
    #expect(!answer.contains("canary"))
    #expect(try site.server.log(with: "guard-source").contains("guard-source"))
  }

  @Test(arguments: ServerVariant.http) func whatFollowsTheNameIsPathInfo(_ variant: ServerVariant) throws {
    let site = try site(variant)
    let told = try Told(try site.fetch("/members/tell.pl/a%20b/c?x"))
    #expect(told.environment["PATH_INFO"] == "/a b/c")
    #expect(told.environment["SCRIPT_NAME"] == "/members/tell.pl")
  }

  /// Counts characters, writes bytes, and shows what a visitor typed: the rest once the file
  /// that the query names is there.
  private static let split = """
    #!/usr/bin/perl
    my $evil = "HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\nContent-Length: 4\\r\\n\\r\\nevil";
    $| = 1;
    print "Content-Type: text/plain\\r\\nContent-Length: 4\\r\\n\\r\\nfour";
    for (1..2400) { last if -e "$ENV{DOCUMENT_ROOT}/$ENV{QUERY_STRING}"; select undef, undef, undef, 0.05 }
    print $evil;
    """

  /// Asks for paths with the token, each on a connection of its own, and then for protected.cgi without it.
  private static let asksTwice = """
    import socket, sys
    def answer(stream, go=None):
      line = stream.readline()
      if not line: return "closed"
      length, chunked = 0, False
      while field := stream.readline().strip().lower():
        name, _, value = field.partition(b":")
        if name == b"content-length": length = int(value)
        if name == b"transfer-encoding": chunked = True
      if go: open(go, "w").close()
      if not chunked: stream.read(length)
      while chunked:
        size = int(stream.readline(), 16)
        stream.read(size + 2)
        chunked = size > 0
      return line.split()[1].decode()
    for number, path in enumerate(sys.argv[4:]):
      with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=120) as connection:
        stream = connection.makefile("rb")
        def ask(path, field): connection.sendall(f"GET {path} HTTP/1.1\\r\\nHost: x\\r\\n{field}\\r\\n\\r\\n".encode())
        ask(f"{path}?go{number}", "Cookie: authToken=" + sys.argv[2])
        first = answer(stream, f"{sys.argv[3]}/go{number}")
        ask("/cgi-bin/protected.cgi", "Connection: close")
        print(path, first, answer(stream))
    """

  /// A script that writes more than it promises answers its own request alone (CVE-2024-24795).
  @Test(arguments: ServerVariant.http.filter(\.software.isApache))
  func noScriptAnswersTheNextRequest(_ variant: ServerVariant) throws {
    let site = try GuardedServer(
      variant,
      configuration: { folder in
        """
        <Directory "\(folder)/public/plain">
          Options +ExecCGI
          SetHandler cgi-script
          SetEnv ap_trust_cgilike_cl yes
        </Directory>

        """
      },
      prepare: { folder in
        for path in ["plain/split.pl", "members/split.pl", "members/split", "members/split.pdf"] {
          try folder.write("public/\(path)", Self.split)
          _ = try run("/bin/chmod", ["755", folder.path("public/\(path)")])
        }
      })
    let result = try run(
      "/usr/bin/python3",
      [
        "-c", Self.asksTwice, "\(site.server.port)", site.token, site.server.folder.path("public"),
        "/plain/split.pl", "/members/split.pl", "/members/split.pl/x.pdf", "/members/split",
        "/members/split/x.pdf", "/members/split.pdf", "/members/paper.pdf",
      ])
    #expect(
      result.text.split(separator: "\n") == [
        // This is how it would be.
        "/plain/split.pl 200 200",
        "/members/split.pl 200 401", "/members/split.pl/x.pdf 200 401", "/members/split 200 401",
        "/members/split/x.pdf 403 401", "/members/split.pdf 403 401", "/members/paper.pdf 200 401",
      ], "\(result.errors)")
    #expect(try site.server.log(with: "guard-script-length").contains("guard-script-length"))
  }

  /// As hosts have it for PHP: the server's own handler for a name would run or send the script to everybody.
  @Test(arguments: ServerVariant.http.filter(\.software.isApache))
  func theServersOwnHandlerDoesNotWin(_ variant: ServerVariant) throws {
    let site = try GuardedServer(
      variant, settings: ["AUTH_GUARD_INTERPRETER": ".php /usr/bin/php-cgi"],
      configuration: { _ in
        "<FilesMatch \"\\.ph(ar|p|tml)$\">\nSetHandler default-handler\n</FilesMatch>\nAddHandler cgi-script .pl\n"
      },
      prepare: { folder in
        for place in ["members", "plain"] {
          try folder.write("public/\(place)/tell.php", Self.php)
          try folder.write("public/\(place)/tell.pl", Self.perl)
          _ = try run("/bin/chmod", ["755", folder.path("public/\(place)/tell.pl")])
        }
      })
    // The server's handler is in effect.
    #expect(try site.fetch("/plain/tell.php", loggedIn: false).contains("canary-source-php"))
    for script in ["tell.php", "tell.pl"] {
      let refused = try site.fetch("/members/\(script)", loggedIn: false)
      #expect(refused.status == 401)
      #expect(!refused.contains("canary") && !refused.contains("environment"))
      let told = try Told(try site.fetch("/members/\(script)"))
      #expect(told.environment["REMOTE_USER"] == "ada@example.com")
    }
  }
}
