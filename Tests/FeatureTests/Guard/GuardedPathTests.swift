import Foundation
import Glibc
import Testing

@testable import CGIAuthCore
@testable import CGIAuthGuard
@testable import CGIAuthHarness

@Suite struct GuardedPathTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.makeFolder("www/members/sub")
    try folder.write("www/members/sub/a.txt", "here")
    try folder.write("secret.txt", "secret")
  }

  // MARK: What the server chose, and what the client

  @Test(arguments: [
    ("/srv/www/members/a.txt", "/members/a.txt", "/srv/www", "", ["members", "a.txt"]),
    ("/srv/members/a.txt", "/al/a.txt", "/srv/members", "/al", ["a.txt"]),
    ("/home/u/public_html/m/a", "/~u/m/a", "/home/u/public_html", "/~u", ["m", "a"]),
    ("/srv/www/members/", "/members/", "/srv/www", "", ["members", ""]),
    ("/srv/members/", "/al/", "/srv/members", "/al", [""]),
    ("/a", "/a", "", "", ["a"]), ("/srv/m/m/a", "/m/a", "/srv/m", "", ["m", "a"]),
    ("/srv/www/s.cgi/x//y/", "/s.cgi/x//y/", "/srv/www", "", ["s.cgi", "x", "", "y", ""]),
  ])
  func dividesAPathWhereTheURLBegins(
    _ file: String, _ url: String, _ base: String, _ baseURL: String, _ components: [String]
  ) throws {
    let path = try #require(GuardedPath(file: bytes(file), url: bytes(url)))
    #expect(path.base == bytes(base))
    #expect(path.baseURL == bytes(baseURL))
    #expect(path.components == components.map { bytes($0) })
  }

  @Test(arguments: [
    ("/srv/a", "/b"), ("srv/a", "/a"), ("/srv/a", "a"), ("", ""), ("/srv/a/", "/a"), ("/srv/A", "/a"),
  ])
  func takesNoPathThatTheURLDoesNotName(_ file: String, _ url: String) {
    #expect(GuardedPath(file: bytes(file), url: bytes(url)) == nil)
  }

  // MARK: The walk

  private func walk(
    _ url: String, entering enter: (OpenedPath) throws(Refusal) -> Void = { _ in }
  ) throws(Refusal) -> GuardedPath.Target {
    guard let path = GuardedPath(file: bytes(folder.path("www") + url), url: bytes(url)) else {
      throw Refusal(GuardFault.unmatchedPath)
    }
    return try path.walk(enter)
  }

  private func identity(_ path: String) -> [Int] {
    var status = stat()
    stat(path, &status)
    return [Int(status.st_dev), Int(status.st_ino)]
  }

  @Test func entersEveryFolderFromTheRootOnce() throws {
    var entered: [[Int]] = []
    _ = try walk("/members/sub/a.txt") { entered.append([Int($0.status.st_dev), Int($0.status.st_ino)]) }
    let real = try #require(realpath(folder.root, nil))
    defer { free(real) }
    var expected = ["/"]
    for part in (String(cString: real) + "/www/members/sub").split(separator: "/") {
      expected.append(expected[expected.count - 1] + (expected.count == 1 ? "" : "/") + part)
    }
    #expect(entered == expected.map(identity))
  }

  @Test func looksAtNothingInAFolderThatMayNotBeEntered() throws {
    let members = identity(folder.path("www/members"))
    for url in ["/members/sub/a.txt", "/members/none", "/members/.hidden", "/members/"] {
      let error = thrown {
        () throws(Refusal) in
        _ = try walk(url) { opened throws(Refusal) in
          if [Int(opened.status.st_dev), Int(opened.status.st_ino)] == members { throw .notPermitted }
        }
      }
      #expect(error?.reason == "not-permitted", "\(url)")
    }
  }

  @Test func tellsFilesAndFoldersApart() throws {
    guard case .file(let file) = try walk("/members/sub/a.txt/rest/") else {
      Issue.record("no file")
      return
    }
    #expect(file.size == 4)
    #expect(file.path == bytes(folder.path("www/members/sub/a.txt")))
    #expect(file.url == bytes("/members/sub/a.txt"))
    #expect(file.rest == bytes("/rest/"))
    #expect(try file.file.beginning(maxBytes: 2) == bytes("he"))
    guard case .folder(_, let hasSlash) = try walk("/members/sub/"), hasSlash else {
      Issue.record("no folder with a slash")
      return
    }
    guard case .folder(_, let bare) = try walk("/members/sub"), !bare else {
      Issue.record("no folder without a slash")
      return
    }
  }

  /// While another process swaps a folder for a link to elsewhere and back, nothing
  /// of elsewhere is ever opened.
  @Test func neverFollowsALinkThatComesAndGoes() throws {
    try folder.makeFolder("elsewhere")
    try folder.write("elsewhere/a.txt", "secret")
    let (place, aside) = (folder.path("www/members/sub"), folder.path("www/members/aside"))
    let (link, outside) = (folder.path("www/members/link"), folder.path("elsewhere"))
    let contents = onThreads(2) { thread -> Set<String> in
      var contents: Set<String> = []
      for _ in 0..<2_000 {
        if thread == 0 {
          symlink(outside, link)
          rename(place, aside)
          rename(link, place)
          unlink(place)
          rename(aside, place)
        } else if case .file(let file) = try? self.walk("/members/sub/a.txt"),
          let content = try? file.file.beginning(maxBytes: 100)
        {
          contents.insert(String(decoding: content, as: UTF8.self))
        }
      }
      return contents
    }
    #expect(contents.allSatisfy { $0.isSubset(of: ["here"]) }, "\(contents)")
    #expect(contents.contains(["here"]))
  }

  @Test func closesWhatItOpened() throws {
    // Other tests of this process open and close files of their own meanwhile.
    func open() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
      }.filter { $0.hasPrefix(folder.root) }
    }
    let before = try open()
    for _ in 0..<1000 {
      _ = try walk("/members/sub/a.txt")
      _ = thrown { () throws(Refusal) in _ = try walk("/members/none") }
    }
    #expect(try open() == before)
  }
}
