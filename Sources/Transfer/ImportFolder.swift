package import CGIAuthCore
import CGIAuthLibC

/// The folder `import` in the data folder: files of users that the owner put there, and how far the import of
/// each has come.
package struct ImportFolder {
  private static let name = "import", progressEnding = ".progress"
  /// The most files that are listed.
  private static let maxFiles = 50
  private static let maxNameBytes = 200
  /// The longest note of how far an import has come: 16 million users.
  private static let maxProgressBytes = 1 << 27

  private let directory: DataDirectory
  private let administrators: Administrators

  /// The folder of a site, which need not be there.
  package init(in directory: DataDirectory, _ administrators: Administrators) {
    self.directory = directory.moved(to: directory.path(Self.name))
    self.administrators = administrators
  }

  /// A file of it.
  package struct Entry {
    package let name: String
    package let bytes: Int
    /// Nil where no import of it has begun, or the file is another one by now.
    package let progress: ImportProgress?
  }

  /// The files, by their names.
  package func entries() throws(ImportError) -> [Entry] {
    var names = directory.names { Self.isName(Array($0.utf8)) }
    names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var entries: [Entry] = []
    for name in names where entries.count < Self.maxFiles {
      guard let file = try open(Array(name.utf8)) else { continue }
      entries.append(
        Entry(
          name: name, bytes: Int(try ImportError.taking(file: try file.status()).st_size),
          progress: try progress(of: name, file)))
    }
    return entries
  }

  /// Whether a file is shown: those that begin with a dot are of programs, among them FTP servers.
  private static func isName(_ name: [UInt8]) -> Bool {
    (1...maxNameBytes).contains(name.count) && name.first != UInt8(ascii: ".") && name.isUTF8
      && !name.contains(UInt8(ascii: "/")) && !name.hasControlCharacters
      && !name.suffix(progressEnding.utf8.count).elementsEqual(progressEnding.utf8)
  }

  /// Opens a file; nil where there is none of that name that is a regular one of a trusted owner.
  package func open(_ name: [UInt8]) throws(ImportError) -> File? {
    guard Self.isName(name) else { return nil }
    let path = directory.path(String(decoding: name, as: UTF8.self))
    let file: File?
    do throws(SystemError) { file = try File.openIfPresent(path, O_NOFOLLOW | O_NONBLOCK) } catch {
      // A symbolic link.
      guard error.code == ELOOP else { throw .file(error) }
      return nil
    }
    guard let file else { return nil }
    let status = try ImportError.taking(file: try file.status())
    return status.fileType == .regular && TrustedOwner.owns(status) ? file : nil
  }

  /// How far the import of a file has come.
  package func progress(of name: String, _ file: File) throws(ImportError) -> ImportProgress? {
    guard
      let note = try ImportError.taking(
        file: try File.openIfPresent(directory.path(name + Self.progressEnding), O_NOFOLLOW | O_NONBLOCK)),
      let bytes = try ImportError.taking(file: try note.readAll(maxBytes: Self.maxProgressBytes)),
      let progress = ImportProgress(bytes, administrators)
    else { return nil }
    let identity = try ImportError.taking(file: try file.identityText())
    return progress.identity.isEqual(to: identity) ? progress : nil
  }

  /// Notes how far the import of a file has come: whole or not at all. The file must be locked.
  package func save(_ progress: ImportProgress, of name: String) throws(ImportError) {
    let draft = directory.path(".\(name)\(Self.progressEnding)")
    try ImportError.taking(file: try write(progress, name, draft))
  }

  private func write(_ progress: ImportProgress, _ name: String, _ draft: String) throws(SystemError) {
    do throws(SystemError) {
      let file = try File.open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW)
      try file.write(progress.bytes)
      try file.sync()
      guard rename(draft, directory.path(name + Self.progressEnding)) == 0 else {
        throw SystemError.last("rename \(name)\(Self.progressEnding)")
      }
      try directory.sync()
    } catch {
      unlink(draft)
      throw error
    }
  }

  /// Removes a file and what was noted of it.
  package func remove(_ name: String) throws(SystemError) {
    unlink(directory.path(".\(name)\(Self.progressEnding)"))
    unlink(directory.path(name + Self.progressEnding))
    try directory.remove(name)
  }
}
