import CGIAuthHarness
import Foundation
import Testing

@testable import CGIAuthCore

/// What is known at once of the folders on the way to a file.
@Suite struct OpenedPathTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.makeFolder("a/b")
    try folder.write("a/b/file", "")
  }

  private func isSurely(_ name: String, inNoFolderOnTheWayTo path: String) -> Bool {
    OpenedPath.isSurely(name, inNoFolderOnTheWayTo: bytes(folder.path(path)))
  }

  @Test(arguments: ["a/b/file", "a/b/none", "a/b/", "a//b/./file"])
  func knowsThatThereIsNone(path: String) { #expect(isSurely("rule", inNoFolderOnTheWayTo: path)) }

  /// Whatever it is: a file, a folder, a link that leads nowhere.
  @Test(arguments: ["rule", "a/rule", "a/b/rule"])
  func findsItWhereverItLies(place: String) throws {
    try folder.write(place, "")
    #expect(!isSurely("rule", inNoFolderOnTheWayTo: "a/b/file"))
    #expect(!isSurely("rule", inNoFolderOnTheWayTo: "a/b/"))
    try FileManager.default.removeItem(atPath: folder.path(place))
    #expect(isSurely("rule", inNoFolderOnTheWayTo: "a/b/file"))
    #expect(symlink("nowhere", folder.path(place)) == 0)
    #expect(!isSurely("rule", inNoFolderOnTheWayTo: "a/b/file"))
  }

  /// Even the root's.
  @Test func findsWhatLiesInTheRoot() {
    #expect(!isSurely("proc", inNoFolderOnTheWayTo: "a/b/file"))
    #expect(!OpenedPath.isSurely("proc", inNoFolderOnTheWayTo: bytes("/none")))
    #expect(OpenedPath.isSurely("rule of nobody", inNoFolderOnTheWayTo: bytes("/none")))
  }

  /// A link on the way or at its end, a folder at its end, what is not there, and what is no path.
  @Test func leavesTheRestToACloserLook() throws {
    #expect(symlink("a", folder.path("link")) == 0)
    #expect(symlink("../b/file", folder.path("a/b/end")) == 0)
    for path in ["link/b/file", "a/b/end", "a/b", "a/b/.", "none/file", "a/b/file/x"] {
      #expect(!isSurely("rule", inNoFolderOnTheWayTo: path), "\(path)")
    }
    for path in ["", "a"] { #expect(!OpenedPath.isSurely("rule", inNoFolderOnTheWayTo: bytes(path))) }
  }
}
