import CGIAuthHarness
import Foundation
import Testing

extension ServerTests {
  /// Files of a guarded folder that the web server sends, with the lines of docs/guard.md.
  @Suite struct SendfileTests {
    private func server(_ variant: ServerVariant) throws -> GuardedServer {
      let text = try String(contentsOfFile: Project.root + "/docs/guard.md", encoding: .utf8)
      let section = try #require(text.components(separatedBy: "### Files that the server sends\n").last)
      let blocks = section.components(separatedBy: "```\n")
      try #require(blocks.count >= 4)
      return try GuardedServer(variant, settings: ["AUTH_GUARD_SENDFILE": "on"]) { folder in
        let lines = blocks[variant.software.isApache ? 3 : 1].replacing(
          "/srv/www/public/members", with: "\(folder)/public/members"
        ).replacing("${CGI_AUTH_PROGRAMS}", with: "\(folder)/cgi-bin")
        return variant.software.isApache
          ? "LoadModule xsendfile_module /usr/lib/apache2/modules/mod_xsendfile.so\n" + lines : lines
      }
    }

    /// Byte for byte what the unguarded copy of the folder gives.
    @Test(arguments: ServerVariant.http) func sendsEveryFileWhole(_ variant: ServerVariant) throws {
      let site = try server(variant)
      // mod_xsendfile undoes percent-encoding twice.
      let odd = variant.software.isApache ? [] : ["folder/a%20b+c&d=e%2525%C3%A9.txt"]
      for name in ["page.html", "picture.png", "film.mp4", "notes.txt", "folder/index.html"] + odd {
        let answer = try site.fetch("/members/\(name)")
        #expect(answer.status == 200, "\(name)")
        #expect(answer.bytes == (try site.fetch("/plain/\(name)")).bytes, "\(name)")
        #expect(answer.values("X-Sendfile") == [], "\(name)")
        #expect(answer.values("Cache-Control") == ["private, no-cache"], "\(name)")
        let part = try site.fetch("/members/\(name)", headers: ["Range: bytes=2-6"])
        #expect(part.status == 206, "\(name)")
        #expect(part.bytes == Array(answer.bytes.dropFirst(2).prefix(5)), "\(name)")
        #expect(try site.fetch("/members/\(name)", loggedIn: false).status == 401)
      }
      let tag = try #require(try site.fetch("/members/film.mp4").value("ETag"))
      #expect(try site.fetch("/members/film.mp4", headers: ["If-None-Match: \(tag)"]).status == 304)
    }
  }
}
