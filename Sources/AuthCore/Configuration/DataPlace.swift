import CGIAuthLibC

/// Where the data goes that no setting has given a place: into a folder that is there, else, where that would
/// be in the document root, into one beside the document root.
package struct DataPlace {
  let folder: String
  /// Whether the folder would be made where the server gives everybody what is in it.
  private(set) var isForEverybody = false

  /// The place for the data of programs.
  ///
  /// - Parameters:
  ///   - programDirectory: their folder, as a path without links.
  ///   - environment: the request's: DOCUMENT_ROOT, and CONTEXT_DOCUMENT_ROOT, which Apache sets
  ///     for folders of URLs that lie elsewhere, such as `~ada`.
  init(for programDirectory: String, _ environment: Environment) {
    let usual = programDirectory + "/../auth-data"
    let path = Array(programDirectory.utf8)
    let site = Array(path[..<(path.lastIndex(of: Self.slash) ?? 0)])
    // What is there stays, whatever host name the request came by, and so whatever document root.
    var found = DataDirectory(usual).mayBeThere ? usual : nil
    var end = site.count
    while found == nil, let above = site[..<end].lastIndex(of: Self.slash) {
      let place = Self.place(of: site, in: above)
      if DataDirectory(place).isThere { found = place }
      end = above
    }
    guard found == nil, let root = Self.root(over: site, environment),
      let above = site[..<root].lastIndex(of: Self.slash)
    else {
      folder = found ?? usual
      return
    }
    if Self.mayMake(in: site[..<above]) {
      folder = Self.place(of: site, in: above)
    } else {
      folder = usual
      isForEverybody = !Self.obeysAccessFiles(environment) && Self.mayMake(in: site[...])
    }
  }

  /// Says how to mend it.
  var problem: ConfigurationError {
    ConfigurationError(
      .setting("data_dir"),
      "would be in the document root, where this server gives everybody every file: make a folder elsewhere, and put"
        + " data_dir = /path/of/that/folder into a file auth-data/auth.conf beside the programs' folder",
      .exposed)
  }

  /// Whether a folder is in the document root of a server that does not know `.htaccess`.
  package static func isServed(_ folder: String, _ environment: Environment) -> Bool {
    !obeysAccessFiles(environment) && isInDocumentRoot(folder, environment)
  }

  /// Whether a folder is in the document root.
  package static func isInDocumentRoot(_ folder: String, _ environment: Environment) -> Bool {
    OpenedPath.realPath(ofFolder: Array(folder.utf8)).map { root(over: $0, environment) != nil } ?? false
  }

  private static let slash = UInt8(ascii: "/")

  /// The name says whose data it is: sites that lie side by side must not share their users.
  ///
  /// - Parameter end: where the path of the folder that it lies in ends.
  private static func place(of site: [UInt8], in end: Int) -> String {
    let name = site[(end + 1)...].map { $0 == slash ? UInt8(ascii: ".") : $0 }
    return String(decoding: site[..<end] + Array("/auth-data-".utf8) + name, as: UTF8.self)
  }

  /// Where the document root ends in a path that leads into it.
  private static func root(over path: [UInt8], _ environment: Environment) -> Int? {
    for name in ["CONTEXT_DOCUMENT_ROOT", "DOCUMENT_ROOT"] {
      guard let value = environment.metaVariable(name),
        let root = OpenedPath.realPath(ofFolder: value), root.count > 1,
        (path + [slash]).starts(with: root + [slash])
      else { continue }
      return root.count
    }
    return nil
  }

  private static func obeysAccessFiles(_ environment: Environment) -> Bool {
    environment.metaVariable("SERVER_SOFTWARE")?.begins(with: "Apache") ?? false
  }

  private static func mayMake(in folder: ArraySlice<UInt8>) -> Bool {
    access(String(decoding: folder, as: UTF8.self) + "/", W_OK | X_OK) == 0
  }
}
