import Foundation

/// A folder of a test's own, removed with the last reference to it.
public final class TemporaryFolder: Sendable {
  /// Its path.
  public let root: String

  /// Makes an empty folder.
  ///
  /// - Parameter parent: where, with `/` at its end; nil for the system's place for such folders.
  public init(in parent: String? = nil) throws {
    var template = Array("\(parent ?? NSTemporaryDirectory())cgi-auth-test.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
    root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// A folder that everybody may write to: a web server runs programs as another user.
  public static func forEverybody() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.root)
    return folder
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// The path of something in it.
  public func path(_ name: String) -> String { root + "/" + name }

  /// Makes a folder in it and returns the path.
  @discardableResult
  public func makeFolder(_ name: String) throws -> String {
    try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
    return path(name)
  }

  /// Writes a file in it.
  ///
  /// While no program is being started: that would inherit the file open for writing, and where the file is a
  /// program, too, nobody could execute it until the other one ends (ETXTBSY, execve(2)).
  public func write(_ name: String, _ content: [UInt8]) throws {
    try RunningCommand.starting.withLock {
      try Data(content).write(to: URL(fileURLWithPath: path(name)))
    }
  }

  /// Writes a text file in it.
  public func write(_ name: String, _ content: String) throws { try write(name, Array(content.utf8)) }

  /// Reads a file in it.
  public func bytes(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  /// Reads a text file in it.
  public func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  /// Whether there is something of this name in it.
  public func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// The permissions of a file in it, such as 0o600.
  public func permissions(_ name: String) throws -> Int {
    try FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int ?? -1
  }

  /// The names of what is in it, sorted.
  public func names(_ folder: String = ".") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
  }
}
