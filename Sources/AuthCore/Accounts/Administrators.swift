/// Who may administer the site: those of a group, and those whose ids are named. Being disabled ends it.
package struct Administrators: Sendable {
  /// The group (`admin_group`).
  var group = Array("admin".utf8)
  /// The ids (`admins`).
  var ids: [[UInt8]] = []
  /// Whether the members of the group count. They do once somebody has shown to be the owner, so that nobody
  /// becomes one by a group that was made for something else.
  package internal(set) var isGroupOpen = false

  /// The group's name.
  package var groupName: String { String(decoding: group, as: UTF8.self) }

  /// Whether a user is named.
  package func names(_ user: User) -> Bool { user.id.isOne(of: ids) }

  /// Whether somebody may administer the site.
  package func include(_ user: User) -> Bool {
    !user.isDisabled && (names(user) || isGroupOpen && user.groupNames.contains(group))
  }

  /// Whether a record of the user file is one of theirs. Most are not, as is to be seen without reading them.
  func include(_ key: [UInt8], _ record: [UInt8]) -> Bool {
    guard !ids.isEmpty || isGroupOpen && record.contains(bytes: group), let email = EmailAddress(key) else {
      return false
    }
    return include(User(email: email, record: record))
  }
}

/// The name of a group that every place takes where groups are named: `Require dbm-group`, `guard_require`,
/// and the records, which separate them by commas.
package struct GroupName: Sendable {
  /// The most bytes of a name.
  package static let maxBytes = 64

  package let bytes: [UInt8]
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// A name: letters and digits of any script, `.`, `_`, `-` and `@`, in UTF-8; nil for anything else.
  package init?(_ bytes: some Collection<UInt8>) {
    let bytes = Array(bytes)
    guard (1...Self.maxBytes).contains(bytes.count), bytes.isUTF8, !bytes.hasC1Control,
      bytes.allSatisfy({ $0.isASCIIAlphanumeric || $0 >= 0x80 || "._-@".utf8.contains($0) })
    else { return nil }
    self.bytes = bytes
  }
}
