package import CGIAuthCore

/// The kinds of files that users are read from.
package enum ImportFormat: String, CaseIterable, Sendable {
  /// Apache's text: `name:hash`, a line a user.
  case htpasswd
  /// A GDBM file, as htdbm makes it and this site itself: `hash:groups:rest` under each name.
  case htdbm
  /// Comma-separated values with a header (RFC 4180), with `;` or tabs, too.
  case csv
  /// A dump of WordPress's users table, as mysqldump and phpMyAdmin write it.
  case wordpress
  /// A JSON object a line, as the export writes it.
  case json

  /// What the numbers of an import's report count.
  package enum Unit {
    case line, row, record
  }

  /// What is numbered: lines from 1 on, the rows of a dump's users tables, or the records of a GDBM file in
  /// the order in which `htdbm -l` lists them.
  package var unit: Unit {
    switch self {
    case .htpasswd, .csv, .json: .line
    case .wordpress: .row
    case .htdbm: .record
    }
  }

  /// How much of a file tells its format.
  private static let beginningBytes = 1 << 16

  /// The format of a file, by its content.
  init(of file: File) throws(SystemError) {
    let beginning = try file.read(at: 0, count: Self.beginningBytes)
    if Self.beginsAsGDBM(beginning) {
      self = .htdbm
      return
    }
    let text = beginning.withoutByteOrderMark
    let first = text.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
    if first.first == UInt8(ascii: "{") {
      self = .json
    } else if first.starts(with: "--".utf8) || first.starts(with: "/*".utf8)
      || beginning.contains(bytes: Array("INSERT INTO ".utf8))
    {
      self = .wordpress
    } else if ImportLayout(header: first.prefix { $0 != 0x0A && $0 != 0x0D }.array) != nil {
      self = .csv
    } else {
      self = .htpasswd
    }
  }

  /// Whether a file is one of GDBM's, of whatever kind of machine: the numbers that begin them (gdbmconst.h).
  private static func beginsAsGDBM(_ bytes: [UInt8]) -> Bool {
    let number = Array(bytes.prefix(4))
    return [[0xCE, 0x9A, 0x57, 0x13], [0xCF, 0x9A, 0x57, 0x13], [0xD1, 0x9A, 0x57, 0x13]].contains {
      $0 == number || $0.reversed() == number
    }
  }
}
