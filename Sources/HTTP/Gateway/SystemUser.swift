package import CGIAuthLibC

/// A user of the system, by its file of users (passwd(5)). Nothing else is asked: a static program has no
/// services of names.
package struct SystemUser {
  package let id: uid_t
  package let group: gid_t
  /// The number where the file has no name for it.
  package let name: String

  /// A user by number.
  ///
  /// - Parameter group: the group where the file does not know the user.
  package init(id: uid_t, group: gid_t) {
    let found = Self.find { _, number in number == Int(id) }
    self.id = id
    self.group = found?.group ?? group
    name = found?.name ?? String(id)
  }

  /// A user by name; nil where the file has none.
  package init?(_ name: [UInt8]) {
    guard !name.isEmpty, let found = Self.find({ text, _ in text.elementsEqual(name) }) else { return nil }
    self = found
  }

  private init(id: uid_t, group: gid_t, name: String) {
    self.id = id
    self.group = group
    self.name = name
  }

  private static func find(_ isIt: (ArraySlice<UInt8>, Int) -> Bool) -> SystemUser? {
    guard let file = try? File.openIfPresent("/etc/passwd"),
      let content = try? file.readAll(maxBytes: 1 << 22)
    else { return nil }
    for line in content.split(separator: 0x0A) {
      let parts = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      guard parts.count >= 4, let number = wholeNumber(parts[2]), let id = uid_t(exactly: number),
        let group = wholeNumber(parts[3]).flatMap({ gid_t(exactly: $0) }), isIt(parts[0], number)
      else { continue }
      return SystemUser(id: id, group: group, name: String(decoding: parts[0], as: UTF8.self))
    }
    return nil
  }
}
