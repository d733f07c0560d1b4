import Glibc

/// The folder that holds everything the programs keep.
public struct DataDirectory: Hashable, Sendable {
  private let folder: String

  /// A folder, which need not be there yet.
  init(_ folder: String) { self.folder = folder }

  /// The path of a file in it.
  func path(_ name: String) -> String { folder + "/" + name }

  /// Makes the folder, for its owner alone, where it is missing. Its parent must be there.
  ///
  /// On many shared hosts it lies in the document root: an `.htaccess` keeps Apache from serving it.
  func make() throws(SystemError) {
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw .last("make the data directory") }
    if access(path(".htaccess"), F_OK) != 0 {
      // First the folder's own name must be on the disk: everything in it hangs on that.
      try File.open(folder + "/..", O_RDONLY | O_DIRECTORY).sync()
      _ = try create(
        ".htaccess", mode: 0o644,
        Array(
          """
          # Nothing here is for visitors.
          <IfModule mod_authz_core.c>
            Require all denied
          </IfModule>
          <IfModule !mod_authz_core.c>
            Deny from all
          </IfModule>

          """.utf8))
    }
  }

  /// Makes a file with this content, whole or not at all, on the disk when this returns.
  ///
  /// - Returns: false where a file of this name was there first; it is left as it is.
  func create(_ name: String, mode: mode_t = 0o600, _ content: [UInt8]) throws(SystemError) -> Bool {
    // A name of its own, so that two who create the same file do not share a draft. Not the process id: threads
    // share it, and so do processes of different containers.
    let draft = path(".\(name).\(UInt64.random(in: .min ... .max))")
    defer { unlink(draft) }
    let file = try File.open(draft, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
    try file.write(content)
    try file.sync()
    // link(2), unlike rename(2), does not replace: of two, the first wins, and both then read the same.
    guard link(draft, path(name)) == 0 else {
      if errno == EEXIST { return false }
      throw .last("create \(name)")
    }
    try sync()
    return true
  }

  /// Waits until the names in the folder are on the disk.
  func sync() throws(SystemError) {
    try File.open(folder, O_RDONLY | O_DIRECTORY).sync()
  }
}
