/// What is in a backup, or came of putting it back.
package struct Restored {
  /// When the backup was made, in seconds since 1970.
  package let madeAt: Int
  package let users: Int
  /// The files that were put back, or would be.
  var restored = BackupParts()
  /// Those of the backup that stay as they are here.
  var kept = BackupParts()
  /// Whether the settings were left out, since they name a data folder.
  package var omitsSettings = false
  /// The folder in the data folder that has what was here before; nil where nothing was replaced.
  package var before: String?
  /// How many users keep their old links and tokens, since their records have no room.
  package var unchangedUsers = 0

  init(madeAt: Int, users: Int) {
    self.madeAt = madeAt
    self.users = users
  }

  package var restoredFiles: [String] { restored.names }
  package var keptFiles: [String] { kept.names }
}
