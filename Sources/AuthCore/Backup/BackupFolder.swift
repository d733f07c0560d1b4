import CGIAuthLibC

/// The folder `backup` of a data folder, with a file for each backup. Whoever has such a file has every hash
/// and every key of the site: it is for the owner alone, and gets out by FTP or a shell, never by a URL.
package struct BackupFolder: Sendable {
  package static var name: String { "backup" }
  private static var draftName: String { ".draft" }
  private static var restoreName: String { ".restore" }
  private static var lockName: String { "lock" }
  private static let beginning: StaticString = "cgi-auth-"
  private static let ending: StaticString = ".tar"

  private let folder: DataDirectory

  package init(in directory: DataDirectory) { folder = directory.moved(to: directory.path(Self.name)) }

  /// A backup that is there.
  package struct Entry: Sendable {
    package let name: String
    package let bytes: Int
    /// In seconds since 1970.
    package let madeAt: Int
  }

  /// The names of the backups, the newest first.
  package func names() throws(SystemError) -> [String] {
    guard try isThere() else { return [] }
    return folder.names { Self.isBackup($0) && entry(of: $0) != nil }.sorted {
      $1.utf8.lexicographicallyPrecedes($0.utf8)
    }
  }

  /// A backup; nil where there is none of this name.
  package func entry(of name: String) -> Entry? {
    var status = stat()
    guard lstat(folder.path(name), &status) == 0, status.fileType == .regular else { return nil }
    return Entry(name: name, bytes: Int(status.st_size), madeAt: status.st_mtim.tv_sec)
  }

  /// Removes a backup for good.
  ///
  /// - Returns: the name; nil where there is none of it.
  package func remove(_ name: [UInt8]) throws(SystemError) -> String? {
    guard let found = try names().first(where: { $0.utf8.elementsEqual(name) }) else { return nil }
    do { try folder.remove(found) } catch {
      guard error.code == ENOENT else { throw error }
      return nil
    }
    return found
  }

  /// Whether a file may be a backup by its name: `cgi-auth-20261130-085600.tar`, or `…-2.tar`.
  private static func isBackup(_ name: String) -> Bool {
    let name = Array(name.utf8)
    return name.begins(with: beginning) && name.suffix(ending.utf8CodeUnitCount).isEqual(to: ending)
  }

  // MARK: Making

  /// Locks the folder, which is made where it is missing, and removes what a process that died left in it.
  ///
  /// - Returns: what holds the lock.
  func lock(until deadline: Deadline) throws(BackupError) -> File {
    let lock = try BackupError.mapping { () throws(SystemError) -> File? in
      if try !isThere() { try folder.make() }
      let file = try folder.open(Self.lockName, O_RDWR)
      return try file.lock(LOCK_EX, until: deadline) ? file : nil
    }
    guard let lock else { throw .store(.busy(table: Self.name)) }
    unlink(folder.path(Self.draftName))
    drafts.discard()
    return lock
  }

  /// Whether the folder is there. No link is followed, and no stranger's folder is used.
  private func isThere() throws(SystemError) -> Bool {
    var status = stat()
    guard lstat(folder.ownPath, &status) == 0 else {
      guard errno == ENOENT else { throw .last("open \(Self.name)") }
      return false
    }
    guard status.fileType == .folder else { throw Self.refusal(ENOTDIR) }
    guard TrustedOwner.owns(status) else { throw Self.refusal(EPERM) }
    return true
  }

  private static func refusal(_ code: Int32) -> SystemError {
    SystemError(operation: "open \(name)", code: code)
  }

  /// A file for a backup that is not complete. It is removed by `discardDraft`, or at the next `lock`.
  func draft() throws(SystemError) -> File {
    try File.open(folder.path(Self.draftName), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW)
  }

  func discardDraft() { unlink(folder.path(Self.draftName)) }

  /// Gives the draft, which is on the disk, a name of its own, which it has for good when this returns.
  func publishDraft(now: Int) throws(SystemError) -> String {
    let time = Self.time(now)
    var number = 1
    while true {
      let name = "\(Self.beginning)\(time)\(number == 1 ? "" : "-\(number)")\(Self.ending)"
      var status = stat()
      // Nobody else gives such names while the lock is held.
      if lstat(folder.path(name), &status) != 0, errno == ENOENT {
        guard rename(folder.path(Self.draftName), folder.path(name)) == 0 else {
          throw .last("rename a backup")
        }
        try folder.sync()
        return name
      }
      number += 1
    }
  }

  /// A moment in UTC as names have it, such as `20261130-085600`.
  static func time(_ now: Int) -> String {
    let time = CivilTime(now)
    return "\(time.year.padded(4))\(time.month.padded(2))\(time.day.padded(2))-"
      + "\((time.second / 3600).padded(2))\((time.second / 60 % 60).padded(2))\((time.second % 60).padded(2))"
  }

  // MARK: Putting back

  /// Where the files of a backup are unpacked before they are put back.
  var drafts: RestoreDrafts { RestoreDrafts(folder.moved(to: folder.path(Self.restoreName))) }
}

/// The files of a backup that is being looked at, under their own names in a folder beside the backups.
struct RestoreDrafts {
  let directory: DataDirectory

  fileprivate init(_ directory: DataDirectory) { self.directory = directory }

  /// Makes the folder.
  func make() throws(SystemError) {
    guard mkdir(directory.path(""), 0o700) == 0 else { throw .last("make a folder to unpack in") }
  }

  /// Removes the folder and the files in it, as far as they are there; a link in its place, and nothing
  /// behind that.
  func discard() {
    if unlink(directory.ownPath) == 0 { return }
    for name in directory.names(where: { _ in true }) { unlink(directory.path(name)) }
    rmdir(directory.path(""))
  }

  /// A new file.
  func file(_ name: String) throws(SystemError) -> File {
    try File.open(directory.path(name), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW)
  }
}

extension DataDirectory {
  /// The folder's path. A slash at its end would follow a link.
  fileprivate var ownPath: String { String(decoding: path("").utf8.dropLast(), as: UTF8.self) }
}
