import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// Where the data of a site goes that names no place for it.
@Suite struct DataPlaceTests {
  private let folder: TemporaryFolder
  private let home: Home

  /// The folder by its path without links, as the system says where a program is.
  private struct Home {
    let root: String
    func path(_ name: String) -> String { root + "/" + name }
    func makeFolder(_ name: String) throws {
      try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
    }
  }

  init() throws {
    folder = try TemporaryFolder()
    let real = try #require(OpenedPath.realPath(ofFolder: bytes(folder.root)))
    home = Home(root: String(decoding: real, as: UTF8.self))
    for folder in ["cgi-bin", "public_html/cgi-bin", "public_html/shop/cgi-bin"] {
      try home.makeFolder(folder)
    }
  }

  private func place(
    _ programs: String, root: String? = "public_html", _ variables: [String: String] = [:]
  ) -> DataPlace {
    var all = ["SERVER_SOFTWARE": "Apache/2.4.71 (Debian)"]
    all["DOCUMENT_ROOT"] = root.map { home.path($0) }
    return DataPlace(for: home.path(programs), Environment(all.merging(variables) { $1 }))
  }

  @Test(
    arguments: [
      // Beside the document root, and so is the usual place.
      ("cgi-bin", "public_html", "cgi-bin/../auth-data"),
      // A server that says nothing of one.
      ("public_html/cgi-bin", nil, "public_html/cgi-bin/../auth-data"),
      ("public_html/cgi-bin", "missing", "public_html/cgi-bin/../auth-data"),
      // In it: beside it, under a name of the site's own.
      ("public_html/cgi-bin", "public_html", "auth-data-public_html"),
      ("public_html/cgi-bin", "public_html/", "auth-data-public_html"),
      ("public_html/cgi-bin", "public_html/../public_html/.", "auth-data-public_html"),
      ("public_html/shop/cgi-bin", "public_html", "auth-data-public_html.shop"),
      ("public_html/shop/cgi-bin", "public_html/shop", "public_html/auth-data-shop"),
      // A name that another only begins with.
      ("public_html/cgi-bin", "public", "public_html/cgi-bin/../auth-data"),
    ] as [(String, String?, String)])
  func liesBesideTheDocumentRoot(_ programs: String, _ root: String?, _ folder: String) throws {
    try home.makeFolder("public")
    let place = place(programs, root: root)
    #expect(place.folder == home.path(folder))
    #expect(!place.isForEverybody)
  }

  /// A disk that fails hides a folder, but does not move the data elsewhere.
  @Test func staysWhereTheUsualFolderCannotBeSeen() throws {
    symlink("auth-data", home.path("public_html/auth-data"))
    #expect(place("public_html/cgi-bin").folder == home.path("public_html/cgi-bin/../auth-data"))
  }

  /// Of a folder far above, the name can be longer than a name may be.
  @Test func makesNothingOfANameThatIsTooLong() throws {
    let long = String(repeating: "d", count: 120)
    let above = "public_html/\(long)/\(long)"
    try home.makeFolder("\(above)/\(long)/cgi-bin")
    let place = place("\(above)/\(long)/cgi-bin", root: "\(above)/\(long)")
    #expect(place.folder == home.path("\(above)/auth-data-\(long)"))
  }

  @Test func followsLinksOfTheDocumentRoot() throws {
    try FileManager.default.createSymbolicLink(
      atPath: home.path("www"), withDestinationPath: home.path("public_html"))
    #expect(place("public_html/cgi-bin", root: "www").folder == home.path("auth-data-public_html"))
  }

  @Test func knowsApachesFoldersOfUsers() {
    let context = ["CONTEXT_DOCUMENT_ROOT": home.path("public_html")]
    #expect(
      place("public_html/cgi-bin", root: "cgi-bin", context).folder == home.path("auth-data-public_html"))
    // What ScriptAlias sets: nobody can read a file there by its URL.
    let alias = ["CONTEXT_DOCUMENT_ROOT": home.path("cgi-bin/")]
    #expect(place("cgi-bin", alias).folder == home.path("cgi-bin/../auth-data"))
  }

  /// Whatever is there stays the place, whichever of its names the site was asked by.
  @Test func staysWhereItIs() throws {
    let programs = "public_html/shop/cgi-bin"
    try home.makeFolder("auth-data-public_html.shop")
    for root in ["public_html", "public_html/shop", "cgi-bin", nil] as [String?] {
      #expect(place(programs, root: root).folder == home.path("auth-data-public_html.shop"))
    }
    try home.makeFolder("public_html/auth-data-shop")
    #expect(place(programs).folder == home.path("public_html/auth-data-shop"))
    try home.makeFolder("public_html/shop/auth-data")
    #expect(place(programs).folder == home.path("public_html/shop/cgi-bin/../auth-data"))
    // Another site's.
    #expect(place("public_html/cgi-bin").folder == home.path("auth-data-public_html"))
  }
}
