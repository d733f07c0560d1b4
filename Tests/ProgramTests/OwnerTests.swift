import Foundation
import CGIAuthHarness
import Testing

/// Whose data folder, settings and keys count. Only root can give files away: run as root,
/// as in CI, or see this fail.
@Suite struct OwnerTests {
  /// Users of every Debian; their numbers are all that counts here.
  private static let stranger: uid_t = 65534
  private static let deployer: uid_t = 1

  /// A site whose programs run as root, with these owners of its folder and of the files in it.
  private func site(_ owners: [String: uid_t]) throws -> CGISite {
    let site = try CGISite()
    try site.folder.makeFolder("data")
    try site.folder.write("data/auth.conf", "site_name = Somebody's\n")
    #expect(try site.request("logout").status == 200)
    try own(site, owners)
    return site
  }

  private func own(_ site: CGISite, _ owners: [String: uid_t]) throws {
    for (name, owner) in owners {
      try #require(chown(site.folder.path(name), owner, gid_t(owner)) == 0, "needs root")
    }
  }

  /// What a copy of a program answers that belongs to somebody, run by somebody.
  private func answer(
    _ program: String, of owner: uid_t, runBy user: uid_t = 0, _ site: CGISite
  ) throws -> Answer {
    let path = site.folder.path("\(program).cgi")
    try Project.copyProgram(program, to: path)
    try #require(chown(path, owner, gid_t(owner)) == 0, "needs root")
    try #require(chmod(path, 0o755) == 0 && chmod(site.folder.root, 0o755) == 0)
    let environment = site.environment("GET", contentType: nil, contentLength: nil, [:])
    return try Answer(
      run(
        "/usr/bin/setpriv", ["--reuid", "\(user)", "--regid", "\(user)", "--clear-groups", path],
        environment: environment))
  }

  @Test(arguments: Project.programs, ["data", "data/auth.conf"])
  func usesNothingOfAStranger(_ program: String, _ name: String) throws {
    let answer = try site([name: Self.stranger]).request(program)
    #expect(answer.status == 500)
    #expect(answer.body == #"{"message":"Internal Server Error","reason":"config-owner"}"#)
    let subject = name == "data" ? "data_dir names a folder of" : "auth.conf: belongs to"
    #expect(answer.errors.hasPrefix("config-owner \(subject) another user"))
    #expect(answer.errors.filter { $0 == "\n" }.count == 1)
  }

  /// Also by its name, which the server's configuration gives.
  @Test func usesNoSettingsOfAStrangerFromElsewhere() throws {
    let site = try site([:])
    try site.folder.write("other.conf", "issuer = me\n")
    let variables = ["AUTH_CONF": site.folder.path("other.conf")]
    #expect(try site.request("protected", variables).status == 401)
    try own(site, ["other.conf": Self.stranger])
    let answer = try site.request("protected", variables)
    #expect(answer.status == 500)
    #expect(answer.errors.hasPrefix("config-owner other.conf: "))
  }

  /// A deploy user uploads programs, settings and a key; the server runs them as somebody else.
  @Test func takesWhatTheOwnerOfTheProgramMade() throws {
    let site = try site([:])
    try own(site, ["data/auth.conf": Self.deployer, "data/secret.key": Self.deployer, "data": Self.deployer])
    #expect(try answer("protected", of: Self.deployer, site).status == 401)
    let refused = try answer("protected", of: 0, site)
    #expect(refused.status == 500)
    #expect(refused.errors.hasPrefix("config-owner auth.conf: "))
    try own(site, ["data/auth.conf": 0])
    #expect(try answer("protected", of: 0, site).errors.hasPrefix("config-owner data_dir "))
    try own(site, ["data": 0])
    #expect(try answer("protected", of: 0, site).errors.hasPrefix("secret-invalid secret.key belongs to "))
  }

  /// A folder of the deploy user's that the server's group may write to: the only way to have both use it.
  @Test func startsInAFolderOfTheServersGroup() throws {
    let site = try site([:])
    try own(site, ["data/auth.conf": Self.deployer, "data/secret.key": Self.stranger, "data": Self.deployer])
    for (name, mode) in [("data", mode_t(0o2770)), ("data/auth.conf", 0o640)] {
      try #require(chown(site.folder.path(name), Self.deployer, gid_t(Self.stranger)) == 0)
      try #require(chmod(site.folder.path(name), mode) == 0)
    }
    let answer = try answer("protected", of: Self.deployer, runBy: Self.stranger, site)
    #expect(answer.status == 401)
    #expect(answer.errors == "")
  }

  @Test func warnsOfAGroupThatNeedNotWrite() throws {
    let site = try CGISite(["AUTH_PASSWORD_HASH": "bcrypt:10"])
    try site.folder.makeFolder("data")
    for (mode, isWarnedOf) in [(mode_t(0o700), false), (0o750, false), (0o770, true), (0o2770, true)] {
      try #require(chmod(site.folder.path("data"), mode) == 0)
      let registration = try site.post("register", "u\(mode)@example.com", "correct horse")
      let login = try site.post("login", "u\(mode)@example.com", "correct horse")
      for answer in [registration, login] {
        #expect(answer.status == 200)
        #expect(answer.errors.hasPrefix("data-dir-group data_dir ") == isWarnedOf)
        #expect(answer.errors == "" || isWarnedOf)
      }
      // It is no request's to say it again and again.
      #expect(try site.post("login", "u\(mode)@example.com", "wrong horse").errors == "")
      #expect(try site.request("protected").errors == "")
    }
  }

  /// A host that runs everybody's programs as the web server's user, and an owner who tries what comes to
  /// mind: no folder yet, one of the owner's alone, one for everybody, one that the server may only read. The
  /// last is what works: `startsInAFolderOfTheServersGroup`.
  @Test(arguments: [nil, 0o700, 0o777, 0o750] as [Int?])
  func saysThatTheProgramsDoNotRunAsTheirOwner(_ mode: Int?) throws {
    let site = try CGISite()
    if let mode {
      try site.folder.makeFolder("data")
      try #require(chown(site.folder.path("data"), Self.deployer, gid_t(Self.stranger)) == 0, "needs root")
      try #require(chmod(site.folder.path("data"), mode_t(mode)) == 0)
    }
    let answer = try answer("protected", of: Self.deployer, runBy: Self.stranger, site)
    #expect([500, 503].contains(answer.status))
    #expect(answer.body.hasSuffix(#","reason":"server-user"}"#))
    #expect(answer.errors.hasPrefix("server-user "))
    #expect(answer.errors.hasSuffix("docs/host.md\n"))
    #expect(answer.errors.filter { $0 == "\n" }.count == 1)
  }

  /// Nothing can be made beside the document root. Apache obeys the folder's `.htaccess`; another server
  /// gives out what is in it, until the owner does the two things that the log says.
  @Test(arguments: ["Apache/2.4.71 (Debian)", "lighttpd/1.4.69", "nginx/1.22.1"])
  func makesTheFolderInTheDocumentRootOnlyWhereTheServerObeys(_ server: String) throws {
    let home = try TemporaryFolder()
    try home.makeFolder("public_html/cgi-bin")
    let program = home.path("public_html/cgi-bin/protected.cgi")
    try Project.copyProgram("protected", to: program)
    for name in ["public_html", "public_html/cgi-bin", "public_html/cgi-bin/protected.cgi"] {
      try #require(chown(home.path(name), Self.deployer, gid_t(Self.deployer)) == 0, "needs root")
    }
    try #require(chmod(home.root, 0o755) == 0)
    func ask() throws -> Answer {
      try Answer(
        run(
          "/usr/bin/setpriv", ["--reuid", "\(Self.deployer)", "--clear-groups", program],
          environment: [
            "REQUEST_METHOD": "GET", "DOCUMENT_ROOT": home.path("public_html"), "SERVER_SOFTWARE": server,
          ]))
    }
    let answer = try ask()
    guard !server.hasPrefix("Apache") else {
      #expect(answer.status == 401)
      return #expect(try home.names("public_html/auth-data") == [".htaccess", "secret.key"])
    }
    #expect(answer.body == #"{"message":"Internal Server Error","reason":"data-dir-exposed"}"#)
    #expect(answer.errors.hasPrefix("data-dir-exposed data_dir would be in the document root"))
    #expect(try home.names("public_html") == ["cgi-bin"])
    for name in ["public_html/auth-data", "private"] {
      try home.makeFolder(name)
      try #require(chown(home.path(name), Self.deployer, gid_t(Self.deployer)) == 0)
    }
    try home.write("public_html/auth-data/auth.conf", "data_dir = \(home.path("private"))\n")
    #expect(try ask().status == 401)
    #expect(try home.names("private") == [".htaccess", "secret.key"])
    #expect(try home.names("public_html/auth-data") == ["auth.conf"])
  }

  /// A folder that lies open is used, and the log says what to do.
  @Test func saysThatTheFolderLiesOpen() throws {
    let home = try TemporaryFolder()
    let site = try CGISite([
      "AUTH_PASSWORD_HASH": "bcrypt:10", "AUTH_DATA_DIR": home.makeFolder("public_html/auth-data"),
      "DOCUMENT_ROOT": home.path("public_html"),
    ])
    for (server, isWarnedOf) in [("Apache/2.4.71", false), ("lighttpd/1.4.69", true)] {
      let answer = try site.post(
        "register", "\(isWarnedOf)@example.com", "correct horse", ["SERVER_SOFTWARE": server])
      #expect(answer.status == 200)
      #expect(answer.errors.hasPrefix("data-dir-exposed data_dir is in the document root") == isWarnedOf)
      #expect(answer.errors == "" || isWarnedOf)
    }
  }
}
