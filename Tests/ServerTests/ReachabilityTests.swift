import Foundation
import CGIAuthHarness
import Testing

extension ServerTests {
  /// What the project's server configuration opens to visitors: four URLs.
  @Suite struct ReachabilityTests {
    /// A site with everything an administrator might leave in the programs' folder.
    private func crowdedSite(
      _ variant: ServerVariant, configuration: (_ folder: String) -> String = { _ in "" }
    ) throws -> LiveServer {
      try LiveServer(
        variant, configuration: configuration,
        prepare: { folder in
          try folder.makeFolder("cgi-bin/sub")
          try folder.makeFolder("debian")
          for name in [
            "cgi-bin/other.cgi", "cgi-bin/login.cgi.bak", "cgi-bin/.login.cgi", "cgi-bin/sub/login.cgi",
            "cgi-bin/sub/other",
            "debian/hello", "debian/login.cgi",
          ] {
            try folder.write(name, "#!/bin/sh\nprintf 'Content-Type: text/plain\\n\\nran %s' \"${0##*/}\"\n")
            _ = try run("/bin/chmod", ["755", folder.path(name)])
          }
          try folder.write("cgi-bin/.htpasswd", "secret")
          try folder.write("cgi-bin/.htaccess", "Require all granted\n")
          try folder.write("cgi-bin/notes.txt", "secret")
        })
    }

    /// A `/cgi-bin/` of the server's own: Debian's serve-cgi-bin.conf and 10-cgi.conf, but for the folder,
    /// which lighttpd also has an alias for outside of conditions.
    private func debian(_ variant: ServerVariant, _ folder: String) -> String {
      if variant.software.isApache {
        return """
          ScriptAlias /cgi-bin/ \(folder)/debian/
          <Directory "\(folder)/debian">
            AllowOverride None
            Options +ExecCGI -MultiViews +SymLinksIfOwnerMatch
            Require all granted
          </Directory>

          """
      }
      return """
        server.modules += ( "mod_alias", "mod_cgi" )
        alias.url += ( "/cgi-bin/" => "\(folder)/debian/" )
        $HTTP["url"] =~ "^/cgi-bin/" {
          cgi.assign = ( "" => "" )
          alias.url += ( "/cgi-bin/" => "\(folder)/debian/" )
        }

        """
    }

    /// A Well-Known URL for Changing Passwords (W3C), as password managers open it.
    @Test(arguments: ServerVariant.all)
    func leadsToWhereAPasswordIsChanged(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      let answer = try server.send("GET", "/.well-known/change-password")
      #expect(answer.status == 303)
      #expect(answer.value("Location")?.hasSuffix("/cgi-bin/account.cgi") == true)
      #expect(try server.send("GET", "/.well-known/change-password/x").status == 404)
    }

    private static let unreachable = [
      "/cgi-bin/", "/cgi-bin", "/cgi-bin/other.cgi", "/cgi-bin/login.cgi.bak", "/cgi-bin/.login.cgi",
      "/cgi-bin/sub/login.cgi", "/cgi-bin/.htpasswd", "/cgi-bin/.htaccess", "/cgi-bin/notes.txt",
      "/cgi-bin/login",
      "/cgi-bin/LOGIN.cgi", "/cgi-bin/login.CGI", "/cgi-bin/login.cgi/", "/cgi-bin/login.cgi/x",
      "/cgi-bin/login.cgi/../other.cgi", "/cgi-bin/login.cgi/../notes.txt", "/cgi-bin/login.cgi%2fx",
      "/cgi-bin/login.cgi%2f..%2fnotes.txt", "/cgi-bin/login.cgi%00", "/cgi-bin/login.cgi%00.txt",
      "/cgi-bin/login.cgi%0a", "/cgi-bin/login.cgi%20", "/cgi-bin/login.cgi;x", "/cgi-bin/login.cgi.",
      "/cgi-bin/xlogin.cgi", "/cgi-bin/%2e%2e/cgi-bin/other.cgi", "/xcgi-bin/login.cgi",
      "/x/cgi-bin/login.cgi",
      "/auth-data/", "/auth-data/secret.key", "/auth-data/users.gdbm", "/cgi-bin/../auth-data/secret.key",
      "/../auth-data/secret.key", "/cgi-bin/..%2fauth-data%2fsecret.key",
      "/cgi-bin/%2e%2e/auth-data/secret.key",
      "/cgi-bin/.%2e/auth-data/users.gdbm", "/..%5cauth-data%5csecret.key", "/site.conf", "/server.conf",
      "/tls.key",
    ]

    @Test(arguments: ServerVariant.all) func onlyTheFourProgramsAreReachable(_ variant: ServerVariant) throws
    {
      let server = try crowdedSite(variant)
      _ = try server.token(for: "reach@example.com")
      for path in Self.unreachable {
        let answer = try server.send("GET", path)
        #expect([400, 403, 404].contains(answer.status), "\(path)")
      }
      for (program, status) in [("register", 405), ("login", 405), ("logout", 200), ("protected", 401)] {
        let answer = try server.get(program)
        #expect(answer.status == status)
        #expect(answer.missingProtection == [])
      }
      #expect(try server.send("GET", "/").body.contains("<title>cgi-auth</title>"))
    }

    /// Another spelling of a program's own URL is that program or nothing.
    @Test(
      arguments: ServerVariant.http,
      [
        "//cgi-bin//login.cgi", "/cgi-bin/./login.cgi", "/cgi-bin%2flogin.cgi",
        "/x/../cgi-bin/login.cgi", "/cgi-bin/login%2ecgi", "/cgi-bin/%6cogin.cgi",
      ])
    func anotherSpellingIsTheProgramOrNothing(_ variant: ServerVariant, _ path: String) throws {
      let answer = try variant.shared().send("GET", path)
      #expect(answer.status == 404 || answer.message == "Method Not Allowed")
    }

    @Test(arguments: ServerVariant.http) func theServersOwnProgramsStayReachable(_ variant: ServerVariant)
      throws
    {
      let server = try crowdedSite(variant, configuration: { debian(variant, $0) })
      #expect(try server.send("GET", "/cgi-bin/hello").body == "ran hello")
      // Both folders have one: ours counts.
      #expect(try server.get("login").message == "Method Not Allowed")
    }

    @Test func apacheKeepsTheFolderShutByOtherWaysToo() throws {
      for variant in ServerVariant.http where variant.software.isApache {
        let server = try crowdedSite(
          variant,
          configuration: {
            """
            Alias /as-files \($0)/cgi-bin
            ScriptAlias /as-programs \($0)/cgi-bin
            <Directory "\($0)">
              Options All
              AllowOverride All
              Require all granted
            </Directory>

            """
          })
        for name in ["other.cgi", "notes.txt", ".htpasswd", ".htaccess", "sub/other", "", "login.cgi/x"] {
          for folder in ["as-files", "as-programs"] {
            let answer = try server.send("GET", "/\(folder)/\(name)")
            #expect([403, 404].contains(answer.status), "/\(folder)/\(name)")
          }
        }
        #expect(try server.send("GET", "/as-programs/login.cgi").message == "Method Not Allowed")
        // Links lead out of the folder.
        let program = server.folder.path("cgi-bin/login.cgi")
        try FileManager.default.moveItem(atPath: program, toPath: server.folder.path("login.cgi"))
        try FileManager.default.createSymbolicLink(
          atPath: program, withDestinationPath: server.folder.path("login.cgi"))
        #expect(try server.get("login").status == 403)
      }
    }
  }
}
