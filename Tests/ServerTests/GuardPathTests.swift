import Foundation
import TestSupport
import Testing

/// Nobody gets past the guard, and nobody out of its folder, whatever the path: `guard-paths.txt` has the tricks.
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
        try folder.write(inside + ".htguard", "# \(forbidden)\n")
        try folder.makeFolder(inside + ".git")
        try folder.write(inside + ".git/config", forbidden)
        let perl =
          "#!/usr/bin/perl\n# \(forbidden)\nprint qq(Content-Type: text/plain\\n\\ncanary-), qq(members);\n"
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
    try folder.makeFolder("swap/inside")
    try folder.write("swap/inside/outside.txt", Self.members)
    try folder.write("swap/file", Self.members)
    let script = """
      import os, sys
      public, outside = sys.argv[1], sys.argv[2]
      os.chdir(public + '/../swap')
      os.symlink(outside, 'link'); os.symlink(outside + '/outside.txt', 'filelink')
      members = public + '/members/'
      os.rename('inside', members + 'swapped'); os.rename('file', members + 'swapped.txt')
      print('ready', flush=True)
      while True:
          os.rename(members + 'swapped', 'inside'); os.rename('link', members + 'swapped')
          os.rename('filelink', members + 'swapped.txt.new')
          os.rename(members + 'swapped.txt', 'file'); os.rename(members + 'swapped.txt.new', members + 'swapped.txt')
          os.rename(members + 'swapped', 'link'); os.rename('inside', members + 'swapped')
          os.rename(members + 'swapped.txt', 'filelink'); os.rename('file', members + 'swapped.txt')
      """
    let swapper = try RunningCommand(
      "/usr/bin/python3", ["-c", script, folder.path("public"), folder.path("outside")])
    defer {
      swapper.terminate()
      _ = try? swapper.wait()
    }
    let deadline = Date(timeIntervalSinceNow: 20)
    while !swapper.outputSoFar.contains("ready"), Date() < deadline { usleep(10_000) }
    var (given, refused) = (0, 0)
    for number in 0..<300 {
      let path = number % 2 == 0 ? "/members/swapped/outside.txt" : "/members/swapped.txt"
      let answer = try site.fetch(path)
      #expect(!answer.contains(Self.forbidden))
      if answer.contains(Self.members) { given += 1 } else { refused += 1 }
    }
    #expect(swapper.isRunning, "\(swapper.errorsSoFar)")
    // Both were met: else nothing was swapped.
    #expect(given > 0 && refused > 0, "\(given) \(refused)")
  }
}
