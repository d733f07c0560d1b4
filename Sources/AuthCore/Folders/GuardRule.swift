import CGIAuthLibC

/// What `guard_require` says of a folder.
package struct GuardRule: Hashable {
  /// The folder's path.
  package let folder: String
  package let requirement: GroupRequirement

  /// The rule's parts, as `/home/you/www/members group staff` has them, or nil. A path may have spaces in it.
  static func parts(of text: ArraySlice<UInt8>) -> (folder: [UInt8], requirement: GroupRequirement)? {
    let text = text.trimmingOptionalWhitespace
    let separator = Array(" group ".utf8)
    let places = text.indices.filter { text[$0...].starts(with: separator) }
    guard let place = places.last, let requirement = GroupRequirement(text[(place + 1)...]) else {
      return nil
    }
    let folder = Array(text[..<place].trimmingOptionalWhitespace)
    return folder.isEmpty || folder.first == UInt8(ascii: "~") || !folder.isUTF8 ? nil : (folder, requirement)
  }

  /// Whether this is the rule's folder, by whatever path it was reached.
  ///
  /// - Throws: where the folder of the rule is not there: a rule for nothing is a mistake.
  func applies(to other: stat) throws(ConfigurationError) -> Bool {
    var status = stat()
    guard stat(folder, &status) == 0, status.fileType == .folder else {
      throw ConfigurationError(.setting("guard_require"), "names a folder that is not there")
    }
    return status.st_dev == other.st_dev && status.st_ino == other.st_ino
  }
}

/// The rules that lie in a folder, in the file `.htguard`: `guard_require = group staff` a line (`TextLine`).
/// All of them must be met, and there must be one.
enum FolderRules {
  static let fileName = ".htguard"
  /// A longer file is refused.
  static let maxBytes = 1 << 14

  /// The requirements in a folder; none where it has no such file.
  static func requirements(in folder: OpenedPath) throws(ConfigurationError) -> [GroupRequirement] {
    let name = Array(fileName.utf8)
    let content: [UInt8]
    do throws(SystemError) {
      guard let status = try folder.statusIfPresent(of: name) else { return [] }
      guard status.fileType == .regular else {
        throw SystemError(operation: "open \(fileName), which is no file,", code: EINVAL)
      }
      let file = try folder.open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY)
      content = try file.beginning(maxBytes: maxBytes + 1)
    } catch {
      throw ConfigurationError(.file(fileName), "cannot be read: \(error.text)")
    }
    guard content.count <= maxBytes else {
      throw ConfigurationError(.file(fileName), "has more than \(maxBytes) bytes")
    }
    return try requirements(content)
  }

  /// The requirements in a file's content.
  static func requirements(_ content: [UInt8]) throws(ConfigurationError) -> [GroupRequirement] {
    var requirements: [GroupRequirement] = []
    for line in TextLine.lines(of: content) {
      let place = ConfigurationError.Place.line(line.number, of: fileName)
      guard let (key, value) = line.assignment, key.isEqual(to: "guard_require") else {
        throw ConfigurationError(place, "is not guard_require = group NAME")
      }
      guard let requirement = GroupRequirement(value) else {
        throw ConfigurationError(place, "guard_require must be group and the names of one or more groups")
      }
      requirements.append(requirement)
    }
    guard !requirements.isEmpty else {
      // Such as one that is just being uploaded, or whose upload a full disk has ended.
      throw ConfigurationError(
        .file(fileName), "has no rule in it: remove it, or write guard_require = group NAME")
    }
    return requirements
  }
}
