package import CGIAuthLibC

/// The folder that holds everything the programs keep.
public struct DataDirectory: Hashable, Sendable {
  private let folder: String
  /// Where the names of drafts come from.
  private let randomness: Randomness
  /// Tables that stay open, where a process answers many requests.
  var readers: KeptReaders?

  /// A folder, which need not be there yet.
  init(_ folder: String, _ randomness: Randomness = .system) {
    self.folder = folder
    self.randomness = randomness
  }

  /// Another folder, with drafts named from the same source.
  package func moved(to folder: String) -> DataDirectory { DataDirectory(folder, randomness) }

  /// Whether the folder is the same.
  public static func == (one: Self, other: Self) -> Bool { one.folder.isEqual(to: other.folder) }
  /// Hashes the folder's name.
  public func hash(into hasher: inout Hasher) { for byte in folder.utf8 { hasher.combine(byte) } }

  /// The path of a file in it.
  package func path(_ name: String) -> String { folder + "/" + name }

  /// Makes the folder, for its owner alone, where it is missing. Its parent must be there.
  func make() throws(SystemError) {
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw .last("make the data directory") }
    if !isLookedAfter { try makeAccessFile() }
  }

  /// Whether there is a file of this name in it.
  package func has(_ name: String) throws(SystemError) -> Bool { try File.isThere(path(name)) }

  var isThere: Bool { access(folder, F_OK) == 0 }

  /// Whether the folder is there, or a failing disk hides whether it is: no other is made in its stead then.
  var mayBeThere: Bool { isThere || ![ENOENT, ENOTDIR, EACCES, ENAMETOOLONG].contains(errno) }

  /// The folder as it is now.
  var stamp: FileStamp { folder.withCString { FileStamp(path: $0) } }

  /// Whether the folder is there and has its `.htaccess`. Where it is not so, `errno` says why.
  var isLookedAfter: Bool { access(path(Self.accessFileName), F_OK) == 0 }

  /// Looks after a folder that is there: it is no stranger's, not everybody may write to it, and it has its
  /// `.htaccess`, without which, where it lies in the document root, Apache would serve what is in it. FTP
  /// clients leave such files behind.
  ///
  /// - Parameter ours: how the names of our files begin.
  /// - Returns: what keeps the folder from being used, or nil.
  func problem(ours: @autoclosure () -> [String]) -> ConfigurationError? {
    var status = stat()
    guard stat(folder, &status) == 0 else { return nil }
    guard status.st_mode & 0o002 == 0 else {
      return Self.problem("names a folder that everybody may write to: chmod it to 700", .ofPermissions)
    }
    guard TrustedOwner.owns(status) else {
      return Self.problem(
        "names a folder of another user than root, the one this runs as and the owner of the program", .owner)
    }
    if isLookedAfter { return nil }
    if errno == EACCES {
      return Self.problem("names a folder that the programs may not enter", .ofPermissions)
    }
    if holdsOnlyOthersFiles(ours()) {
      return Self.problem(
        "names a folder of other things: name one that is empty, or is not there yet", .value)
    }
    // On a read-only file system there is nothing to do about it, and reading must go on.
    try? makeAccessFile()
    return nil
  }

  private static func problem(_ text: String, _ kind: ConfigurationError.Kind) -> ConfigurationError {
    ConfigurationError(.setting("data_dir"), text, kind)
  }

  /// Whether a group may write to the folder that need not: it is ours, so we do not need the
  /// group to write there ourselves.
  var isOpenToAGroup: Bool {
    var status = stat()
    return stat(folder, &status) == 0 && status.st_mode & 0o020 != 0
      && TrustedOwner.isOurselves(status.st_uid)
  }

  /// Opens a file of it, which is made where it is missing, and so is the folder. No
  /// symbolic link is followed.
  func open(_ name: String, _ flags: Int32) throws(SystemError) -> File {
    let flags = flags | O_CREAT | O_NOFOLLOW
    do { return try File.open(path(name), flags) } catch {
      guard error.code == ENOENT else { throw error }
      try make()
      return try File.open(path(name), flags)
    }
  }

  private static let accessFileName = ".htaccess"

  private func makeAccessFile() throws(SystemError) {
    // First the folder's own name must be on the disk: everything in it hangs on that, and this file says
    // that it is. A folder in one that we may not read was there before.
    do { try Self.sync(folder + "/..") } catch { if error.code != EACCES { throw error } }
    let content = """
      # Nothing here is for visitors.
      <IfModule mod_authz_core.c>
        Require all denied
      </IfModule>
      <IfModule !mod_authz_core.c>
        Deny from all
      </IfModule>

      """
    _ = try create(Self.accessFileName, mode: 0o644, Array(content.utf8))
  }

  /// Whether there are files in the folder, and none that we make or read.
  private func holdsOnlyOthersFiles(_ ours: [String]) -> Bool {
    let names = names { _ in true }
    // Our files, and drafts of them that a process that died left.
    let ours = ours + [Self.accessFileName]
    return !names.isEmpty
      && !names.contains { name in ours.contains { name.begins(with: $0) || name.begins(with: ".\($0).") } }
  }

  /// The names in the folder that a function picks, in no order; none where the folder cannot be read.
  package func names(where isPicked: (String) -> Bool) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.isEqual(to: "."), !name.isEqual(to: ".."), isPicked(name) { names.append(name) }
    }
    return names
  }

  /// Makes a file with this content, whole or not at all, on the disk when this returns.
  ///
  /// - Returns: false where a file of this name was there first; it is left as it is.
  @discardableResult
  package func create(_ name: String, mode: mode_t = 0o600, _ content: [UInt8]) throws(SystemError) -> Bool {
    // A name of its own, so that two who create the same file do not share a draft. Not the process id:
    // threads share it, and so do processes of different containers.
    let draft = path(".\(name).\(Base64URL.encode(try randomness.bytes(8)))")
    let file = try File.open(draft, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
    defer { unlink(draft) }
    try file.write(content)
    try file.sync()
    // link(2), unlike rename(2), does not replace: of two, the first wins, and both then read the same.
    guard link(draft, path(name)) == 0 else {
      switch errno {
      case EEXIST: return false
      case EPERM, EOPNOTSUPP, ENOSYS: return try createInPlace(name, mode: mode, content)
      default: throw .last("create \(name)")
      }
    }
    try sync()
    return true
  }

  /// Makes a file where the file system has no links: still only one can be first,
  /// but another may read it half.
  private func createInPlace(_ name: String, mode: mode_t, _ content: [UInt8]) throws(SystemError) -> Bool {
    let file: File
    do { file = try File.open(path(name), O_WRONLY | O_CREAT | O_EXCL, mode: mode) } catch {
      if error.code == EEXIST { return false }
      throw error
    }
    try file.write(content)
    try file.sync()
    try sync()
    return true
  }

  /// Removes a file for good. Of several who do, one succeeds.
  ///
  /// - Throws: also where it is not there.
  package func remove(_ name: String) throws(SystemError) {
    guard unlink(path(name)) == 0 else { throw .last("remove \(name)") }
    try sync()
  }

  /// Waits until the names in the folder are on the disk.
  package func sync() throws(SystemError) { try Self.sync(folder) }

  private static func sync(_ folder: String) throws(SystemError) {
    do { try File.open(folder, O_RDONLY | O_DIRECTORY).sync() } catch {
      // A file system that cannot sync a folder says so (fsync(2)); more cannot be had of it.
      if error.code != EINVAL { throw error }
    }
  }
}
