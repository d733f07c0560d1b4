package import CGIAuthLibC

/// A file or folder that was opened on the way to what a URL names. Closed with the
/// last reference, and on exec.
package final class OpenedPath {
  package let descriptor: Int32
  /// Its metadata when it was opened.
  package let status: stat

  /// Names a folder without opening its content (open(2), O_PATH, Linux 2.6.39): all that its
  /// permission to search gives.
  private static let pathOnly: Int32 = 0o10_000_000

  private init(descriptor: Int32, operation: String) throws(SystemError) {
    guard descriptor >= 0 else { throw .last(operation) }
    self.descriptor = descriptor
    var status = stat()
    let isKnown = fstat(descriptor, &status) == 0
    self.status = status
    // Initialized, so that deinit closes it.
    guard isKnown else { throw .last(operation) }
  }

  deinit { close(descriptor) }

  /// Opens a folder by its whole path, in which symbolic links are followed.
  package static func folder(_ path: [UInt8]) throws(SystemError) -> OpenedPath {
    try OpenedPath(
      descriptor: CGIAuthLibC.open(cString(path), pathOnly | O_DIRECTORY | O_CLOEXEC, 0),
      operation: "open a folder")
  }

  /// A folder's path without links, `.` and `..`; nil where it leads nowhere, or the system does not say
  /// (proc(5)).
  package static func realPath(ofFolder path: [UInt8]) -> [UInt8]? {
    guard let folder = try? folder(path) else { return nil }
    return File.target(ofLink: "/proc/self/fd/\(folder.descriptor)")
  }

  /// The folders that a path names, links followed, as far as they are there, and those that the last of
  /// them really lies in. One may be there twice.
  ///
  /// - Parameter path: from the root. What it ends in may be a folder, too.
  package static func folders(onTheWayTo path: [UInt8]) throws(SystemError) -> [OpenedPath] {
    let slash = UInt8(ascii: "/")
    var folders = [try folder([slash])]
    for end in path.indices.dropFirst().filter({ path[$0] == slash }) + [path.endIndex] {
      do { folders.append(try folder(Array(path[..<end]))) } catch {
        // What is not there, and a file.
        guard error.code == ENOENT || error.code == ENOTDIR || error.code == ENAMETOOLONG else { throw error }
        break
      }
    }
    return try folders + (folders.last?.ancestors() ?? [])
  }

  /// Whether it is known at once that no folder on the way to a file has a file of this name: where the path
  /// has no link in it, those folders are the ones around the last. False where it takes a closer look.
  ///
  /// - Parameter path: from the root, without `..`.
  package static func isSurely(_ name: String, inNoFolderOnTheWayTo path: [UInt8]) -> Bool {
    guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return false }
    let folder = openFolderWithoutLinks(cString(path[...slash].array))
    guard folder >= 0 else { return false }
    defer { close(folder) }
    let last = path[(slash + 1)...].array
    var status = stat()
    if !last.isEmpty {
      // What is a folder itself, or a link, takes a closer look.
      let isThere = fstatat(folder, cString(last), &status, AT_SYMLINK_NOFOLLOW) == 0
      guard isThere ? status.fileType == .regular : errno == ENOENT else { return false }
    }
    // As many times `../` as there can be folders around it. The root has itself around it.
    let upwards = path.count { $0 == UInt8(ascii: "/") } - 1
    var names: [UInt8] = []
    for _ in 0..<upwards { names += [UInt8(ascii: "."), UInt8(ascii: "."), UInt8(ascii: "/")] }
    return cString(names + name.utf8).withUnsafeBufferPointer { text in
      guard let start = text.baseAddress else { return false }
      return (0...upwards).allSatisfy {
        fstatat(folder, start + 3 * $0, &status, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT
      }
    }
  }

  /// Whether the other is the same file or folder.
  package func isSame(as other: OpenedPath) -> Bool {
    status.st_ino == other.status.st_ino && status.st_dev == other.status.st_dev
  }

  /// Opens a folder in this one. A symbolic link is refused.
  package func folder(_ name: [UInt8]) throws(SystemError) -> OpenedPath {
    try open(name, Self.pathOnly | O_DIRECTORY)
  }

  /// Opens what is in this folder, and never through a symbolic link (openat(2)).
  package func open(_ name: [UInt8], _ flags: Int32) throws(SystemError) -> OpenedPath {
    var opened: Int32
    repeat {
      opened = openat(descriptor, Self.cString(name), flags | O_NOFOLLOW | O_CLOEXEC)
    } while opened < 0 && errno == EINTR
    return try OpenedPath(descriptor: opened, operation: "open a file or folder")
  }

  /// The metadata of what is in this folder, of a symbolic link itself; nil where
  /// there is nothing of that name.
  package func statusIfPresent(of name: [UInt8]) throws(SystemError) -> stat? {
    var status = stat()
    if fstatat(descriptor, Self.cString(name), &status, AT_SYMLINK_NOFOLLOW) == 0 { return status }
    guard errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG else { throw .last("stat a file") }
    return nil
  }

  /// The folders around this one, the root first.
  package func ancestors() throws(SystemError) -> [OpenedPath] {
    var ancestors: [OpenedPath] = []
    var next = self
    while let parent = try next.parent() {
      ancestors.append(parent)
      next = parent
    }
    return ancestors.reversed()
  }

  /// The folder that this one lies in, or nil for the root.
  private func parent() throws(SystemError) -> OpenedPath? {
    let parent = try folder(Array("..".utf8))
    return parent.isSame(as: self) ? nil : parent
  }

  /// The first bytes of a file, or those from an offset on.
  package func beginning(at start: Int = 0, maxBytes: Int) throws(SystemError) -> [UInt8] {
    try Transfer.bytes(of: descriptor, at: start, count: maxBytes, "read a file")
  }

  /// Bytes as C functions take them. Names of files need not be UTF-8.
  package static func cString(_ bytes: [UInt8]) -> [CChar] { bytes.map { CChar(bitPattern: $0) } + [0] }
}
