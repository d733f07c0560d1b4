import CGIAuthCore

/// The backups, with a button to make one, and to remove each. What is in them is on no page.
struct BackupSection {
  private let backups: [BackupFolder.Entry]
  private let forms: AdminForms
  private let language: Language

  init(_ backups: [BackupFolder.Entry], _ forms: AdminForms, _ language: Language) {
    self.backups = backups
    self.forms = forms
    self.language = language
  }

  var html: HTML {
    var rows = HTML()
    for backup in backups {
      rows.append(
        """
        <dt translate="no">\(backup.name)</dt><dd>\(internetTime(backup.madeAt)), \(Self.size(backup.bytes))
        \(forms.button(.removeBackup, language(.removeBackup), HTML.hidden("name", backup.name)))</dd>

        """)
    }
    let list: HTML
    if backups.isEmpty {
      list = "<p>\(language(.noBackups))</p>\n"
    } else {
      let all = Self.size(backups.reduce(0) { $0 + $1.bytes })
      list = "<dl>\n\(rows)</dl>\n<p>\(language(.backupsInAll, all))</p>\n"
    }
    return """
      \(forms.button(.backup, language(.makeBackup), ""))<div>
      <p>\(language(.backupPlace))</p>
      \(list)</div>

      """
  }

  /// A size for people.
  private static func size(_ bytes: Int) -> String {
    bytes < 10_000_000 ? "\((bytes + 999) / 1000) kB" : "\((bytes + 999_999) / 1_000_000) MB"
  }
}

extension BackupFolder.Entry {
  /// The backup as programs see it.
  var object: JSONObject {
    JSONObject(members: [
      .init("name", .text(name)), .init("size", .number(JSONNumber(bytes))),
      .init("time", .text(internetTime(madeAt))),
    ])
  }
}
