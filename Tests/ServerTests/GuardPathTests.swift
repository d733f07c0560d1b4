import Foundation
import CGIAuthHarness
import Testing

/// Nobody gets past the guard, and nobody out of its folder, whatever the path:
/// `guard-paths.txt` has the tricks.
@Suite struct GuardPathTests {
  /// What nobody may see: files outside, sources of scripts, the server's and the guard's own files.
  private static let forbidden = "canary-forbidden"
  /// What only members may see.
  private static let members = "canary-members"

  private static func paths() throws -> [String] {
    let text = try String(
      contentsOfFile: Project.root + "/Tests/ServerTests/guard-paths.txt", encoding: .utf8)
    let lines = text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("# ") }
    let long = String(repeating: "a", count: 4000)
    return lines + [
      "/members/\(long)/../secret.html", "/members/\(long)",
      "/members/" + String(repeating: "x/", count: 2000),
      "/members/" + String(repeating: "./", count: 1000) + "secret.html",
      "/members/" + String(repeating: "../", count: 1000) + "outside.txt", "/members/secret.html?\(long)",
    ]
  }

  static func site(_ variant: ServerVariant) throws -> GuardedServer {
    try GuardedServer(
      variant,
      prepare: { folder in
        let inside = "public/members/"
        try folder.makeFolder("outside")
        for path in ["outside.txt", "outside/outside.txt"] { try folder.write(path, forbidden) }
        try folder.write(inside + "secret.html", members)
        try folder.write(inside + "folder/index.html", members)
        try folder.write(inside + ".htaccess", "# \(forbidden)\n" + GuardedServer.htaccess())
        try folder.write(inside + ".htguard", "# \(forbidden)\nguard_require = group staff\n")
        try folder.makeFolder(inside + ".git")
        try folder.write(inside + ".git/config", forbidden)
        let perl =
          // A script that ends with its body unread has its connection reset by mod_cgid, guarded or not.
          "#!/usr/bin/perl\n# \(forbidden)\n1 while <STDIN>;\n"
          + "print qq(Content-Type: text/plain\\n\\ncanary-), qq(members);\n"
        for name in ["run.pl", "hidden.pl", "run.pl~", "run.pl.bak"] { try folder.write(inside + name, perl) }
        _ = try run("/bin/chmod", ["755", folder.path(inside + "run.pl")])
        for name in ["hidden.php", "hidden.php.bak", "hidden.php~", "hidden.phps", ".hidden.php.swp"] {
          try folder.write(inside + name, "<?php // \(forbidden)\n")
        }
        let manager = FileManager.default
        try manager.createSymbolicLink(
          atPath: folder.path(inside + "linked.txt"), withDestinationPath: folder.path("outside.txt"))
        try manager.createSymbolicLink(
          atPath: folder.path(inside + "linked-folder"), withDestinationPath: folder.path("outside"))
        try manager.createSymbolicLink(
          atPath: folder.path(inside + "linked-file"), withDestinationPath: "../../outside")
      })
  }

  /// Fields by which some servers and frameworks take another URL.
  private static let fields: [[String]] = [
    ["Accept: text/html"], ["X-Original-URL: /plain/page.html"], ["X-Rewrite-URL: /plain/page.html"],
    ["X-Forwarded-Prefix: /plain", "X-Forwarded-Uri: /plain/page.html", "Redirect-Handler: x"],
    [
      "Redirect_Handler: cgi-auth-guard", "Redirect_Url: /members/secret.html",
      "Path_Info: /members/secret.html",
    ],
  ]

  @Test(arguments: ServerVariant.http) func noPathGetsPastTheGuard(_ variant: ServerVariant) throws {
    let site = try Self.site(variant)
    // The canaries are there: else this would show nothing.
    #expect(try site.fetch("/members/secret.html").contains(Self.members))
    #expect(try site.fetch("/members/run.pl").contains(Self.members))
    let paths = try Self.paths()
    #expect(paths.count > 150)
    for (number, path) in paths.enumerated() {
      // Every path with one kind of fields in turn, beside none.
      let fields = Self.fields[number % Self.fields.count]
      for (loggedIn, headers) in [(true, []), (false, []), (false, fields)] {
        guard let answer = try? site.fetch(path, loggedIn: loggedIn, headers: headers) else {
          // curl refuses what is no URL.
          #expect(path.contains("\\") || path.contains("["), "\(path)")
          continue
        }
        #expect(!answer.contains(Self.forbidden), "\(path) \(headers) logged in: \(loggedIn)")
        #expect(loggedIn || !answer.contains(Self.members), "\(path) \(headers)")
        #expect(answer.status < 500, "\(path) \(headers)")
      }
    }
  }

  /// The same paths with every method and with conditions on a file that is not theirs to know.
  @Test(arguments: ServerVariant.http) func noMethodGetsPastTheGuard(_ variant: ServerVariant) throws {
    let site = try Self.site(variant)
    for method in [
      "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "PATCH", "get", "GETS", "LOCK",
    ] {
      for path in ["/members/secret.html", "/members/run.pl", "/members/linked.txt", "/members/hidden.php"] {
        for loggedIn in [true, false] {
          let answer = try site.fetch(
            path, method, loggedIn: loggedIn, options: method == "HEAD" ? [] : ["-d", "x"])
          #expect(!answer.contains(Self.forbidden), "\(method) \(path)")
          #expect(loggedIn || !answer.contains(Self.members), "\(method) \(path)")
        }
      }
    }
    for condition in [
      "If-None-Match: *", "If-Match: *", "Range: bytes=0-3",
      "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT",
    ] {
      for path in ["/members/secret.html", "/members/none.html"] {
        let answer = try site.fetch(path, loggedIn: false, headers: [condition])
        #expect(answer.status == 401 || !variant.software.isApache && answer.status == 404, "\(condition)")
      }
    }
  }

  /// A process swaps a folder and a link to one outside, and a file and a link, as fast as it can.
  @Test(arguments: ServerVariant.http) func noRaceOfLinksGetsOutOfTheFolder(_ variant: ServerVariant) throws {
    let site = try Self.site(variant)
    let folder = site.server.folder
    let inside = folder.path("public/members/")
    try folder.makeFolder("public/members/swapped")
    try folder.write("public/members/swapped/outside.txt", Self.members)
    try folder.write("public/members/swapped.txt", Self.members)
    let links = ["folder-link": "outside", "file-link": "outside.txt"]
    for (link, target) in links {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path(link), withDestinationPath: folder.path(target))
    }
    let result = try run(
      "/usr/bin/python3",
      [
        Project.root + "/Tests/ServerTests/tools/race.py", "\(site.server.port)", "authToken=\(site.token)",
        "4",
        Self.forbidden, Self.members, "/members/swapped/outside.txt", inside + "swapped",
        folder.path("folder-link"), "/members/swapped.txt", inside + "swapped.txt", folder.path("file-link"),
      ])
    try #require(result.status == 0, "\(result.errors)")
    let counts = try JSONDecoder().decode([String: Int].self, from: Data(result.output))
    print(variant.testDescription, counts)
    #expect(counts["leaked"] == 0)
    // Both were met: else nothing was swapped.
    #expect(counts["given"].map { $0 > 0 } == true && counts["refused"].map { $0 > 0 } == true, "\(counts)")
  }
}
