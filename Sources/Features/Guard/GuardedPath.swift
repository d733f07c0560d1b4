import CGIAuthCore
import CGIAuthLibC

/// The way from a folder that the web server chose to what a URL names in it.
///
/// The file's path and the URL's end alike: how the part before that came about (document root, Alias,
/// ~user, virtual host) is the server's configuration, and may lead through symbolic links. From there on
/// every part comes from the client.
struct GuardedPath: Hashable {
  /// The folder's path, without a slash at the end.
  let base: [UInt8]
  /// The URL of that folder, without a slash at the end.
  let baseURL: [UInt8]
  /// What follows in both. An empty last one stands for a slash at the end.
  let components: [[UInt8]]

  /// What two paths have in common at their end, or nil where that is nothing.
  init?(file: [UInt8], url: [UInt8]) {
    let slash = UInt8(ascii: "/")
    guard file.first == slash, url.first == slash else { return nil }
    let files = file.split(separator: slash, omittingEmptySubsequences: false)
    let urls = url.split(separator: slash, omittingEmptySubsequences: false)
    // What stands before the first slash, nothing, is in common, too, and no component.
    let longest = min(files.count, urls.count) - 1
    let count = zip(files.reversed(), urls.reversed()).prefix(longest).prefix { $0.elementsEqual($1) }.count
    guard count > 0 else { return nil }
    base = Array(files.dropLast(count).joined(separator: [slash]))
    baseURL = Array(urls.dropLast(count).joined(separator: [slash]))
    components = files.suffix(count).map { Array($0) }
  }

  /// What is at the end of the way.
  enum Target {
    case file(GuardedFile)
    /// A folder, and whether the URL ends with its slash.
    case folder(OpenedPath, hasSlash: Bool)
  }

  /// Goes the way, one component after the other, each opened in the folder before and
  /// never through a symbolic link.
  ///
  /// - Parameter enter: called with every folder from the root of the file system to the last;
  ///   what it throws ends the way.
  /// - Throws: 404, or why what is there is not given out.
  func walk(_ enter: (OpenedPath) throws(Refusal) -> Void) throws(Refusal) -> Target {
    var folder = try Refusal.taking(
      reading: try OpenedPath.folder(base.isEmpty ? [UInt8(ascii: "/")] : base))
    for ancestor in try Refusal.taking(reading: try folder.ancestors()) { try enter(ancestor) }
    try enter(folder)
    for (index, name) in components.enumerated() {
      if name.isEmpty && index == components.count - 1 { return .folder(folder, hasSlash: true) }
      // Neither `.` and `..` nor what is hidden: .htaccess, .git, .x.php.swp.
      guard let first = name.first, first != UInt8(ascii: "."), !name.contains(0) else { throw .notFound }
      let status = try Refusal.taking(reading: try folder.statusIfPresent(of: name))
      switch status?.fileType {
      case nil: throw .notFound
      case .folder:
        folder = try Refusal.taking(reading: try folder.folder(name))
        try enter(folder)
      case .regular:
        return .file(try GuardedFile(in: folder, name: name, path: self, depth: index + 1))
      case .symbolicLink: throw Refusal(GuardFault.symbolicLink)
      case .other: throw Refusal(GuardFault.notRegular)
      }
    }
    return .folder(folder, hasSlash: false)
  }

  /// The first of these files that is in a folder at the end of the way, or nil.
  func index(in folder: OpenedPath, _ names: [[UInt8]]) throws(Refusal) -> GuardedFile? {
    for name in names {
      let status = try Refusal.taking(reading: try folder.statusIfPresent(of: name))
      guard let status else { continue }
      guard status.fileType == .regular else { throw .notFound }
      let path = GuardedPath(base: base, baseURL: baseURL, components: components.dropLast() + [name])
      return try GuardedFile(in: folder, name: name, path: path, depth: path.components.count)
    }
    return nil
  }

  private init(base: [UInt8], baseURL: [UInt8], components: [[UInt8]]) {
    self.base = base
    self.baseURL = baseURL
    self.components = components
  }
}

/// A regular file at the end of a way, opened for reading.
struct GuardedFile {
  let folder: OpenedPath
  let name: [UInt8]
  let file: OpenedPath
  /// The file's path.
  let path: [UInt8]
  /// The file's URL.
  let url: [UInt8]
  /// The URL's path behind the file, empty or with its slash.
  let rest: [UInt8]

  /// The size in bytes.
  var size: Int { Int(file.status.st_size) }

  /// - Parameter depth: how many of the way's components lead to the file.
  fileprivate init(in folder: OpenedPath, name: [UInt8], path: GuardedPath, depth: Int) throws(Refusal) {
    self.folder = folder
    self.name = name
    // What was a file a moment ago may be a pipe now, which must not be waited for, or a terminal.
    file = try Refusal.taking(reading: try folder.open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY))
    guard file.status.fileType == .regular else { throw Refusal(GuardFault.notRegular) }
    func joined(_ parts: some Sequence<[UInt8]>) -> [UInt8] { parts.flatMap { [UInt8(ascii: "/")] + $0 } }
    self.path = path.base + joined(path.components.prefix(depth))
    url = path.baseURL + joined(path.components.prefix(depth))
    rest = joined(path.components.dropFirst(depth))
  }
}

extension Refusal {
  fileprivate static func taking<Value>(
    reading work: @autoclosure () throws(SystemError) -> Value
  ) throws(Refusal) -> Value {
    do { return try work() } catch {
      switch error.code {
      case ENOENT: throw .notFound
      case ELOOP, ENOTDIR: throw Refusal(GuardFault.symbolicLink)
      default: throw Refusal(GuardFault.unreadable(error))
      }
    }
  }
}
