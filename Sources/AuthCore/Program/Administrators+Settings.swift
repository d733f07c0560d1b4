extension Administrators {
  /// The file of the data folder that says that the first administrator is there.
  package static let madeFile = "admin.made"
  /// The file that has the code by which somebody shows to be the owner.
  package static let codeFile = "admin.code"
  /// The empty file that lets somebody in without a login.
  package static let rescueFile = "admin.rescue"

  /// Reads who they are.
  ///
  /// - Throws: an error that says where a value stands and what it must be.
  package init(_ configuration: Configuration) throws(ConfigurationError) {
    try configuration.read(Self.all, into: &self)
    // Where that cannot be told, it is closed.
    isGroupOpen = (try? configuration.dataDirectory.has(Self.madeFile)) ?? false
  }

  static let all: [Setting<Administrators>] = [
    // Administrators

    /// The group whose members may administer the site with `admin.cgi`, once the first code was entered
    /// ([owner.md](owner.md#the-first-administrator)).
    /// Default: `admin`.
    Setting("admin_group", "AUTH_ADMIN_GROUP") { value, administrators in
      guard let name = GroupName(value) else {
        return
          "must be the name of a group: letters, digits, dots, hyphens, underscores and @, at most 64 bytes"
      }
      administrators.group = name.bytes
      return nil
    },
    /// The ids of users who may administer the site whatever their groups, separated by commas. `account.cgi`
    /// shows people their own id.
    /// Default: none.
    Setting("admins", "AUTH_ADMINS") { value, administrators in
      administrators.ids = words(value).map { Array($0) }
      let isGood =
        !administrators.ids.isEmpty && administrators.ids.allSatisfy { $0.count <= User.maxIDBytes }
      return isGood ? nil : "must be ids as account.cgi shows them, separated by commas"
    },
  ]
}
