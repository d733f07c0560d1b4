import CGIAuthCore

/// Reads the rows of the users tables of a dump of WordPress's database.
///
/// Of `CREATE TABLE` it takes the names of the columns, of `INSERT INTO` the rows; every other statement, and
/// every other table, is passed over. A table counts whose name ends in `users` and that has a column for the
/// address and one for the hash.
struct SQLDump {
  /// The layout of the table that was made last, or of the rows that are being read.
  var layout = ImportLayout.wordpress
  /// Whether the next piece is a row.
  var isInRows = false
  /// The number of the last row, from 1 on.
  var number = 0

  /// Takes the next row, or a statement that has none; nil at the end of the file.
  mutating func next(_ source: inout ImportSource) throws(SystemError) -> ImportItem? {
    if isInRows { return try row(&source) }
    guard let first = try source.nextToken() else { return nil }
    if first.isSymbol(";") { return .nothing }
    if first.isWord("create") {
      if let found = try created(&source) { layout = found }
    } else if first.isWord("insert") || first.isWord("replace") {
      isInRows = try begins(&source)
      if isInRows { return .nothing }
    }
    try source.passStatement()
    return .nothing
  }

  // MARK: Statements

  /// The name of a table, without that of its database; nil where there is none.
  ///
  /// - Returns: and the piece behind it.
  private func table(
    _ first: SQLToken?, _ source: inout ImportSource
  ) throws(SystemError) -> (name: [UInt8], next: SQLToken?)? {
    guard let name = Self.identifier(first) else { return nil }
    let next = try source.nextToken()
    guard let next, next.isSymbol(".") else { return (name, next) }
    guard let name = Self.identifier(try source.nextToken()) else { return nil }
    return (name, try source.nextToken())
  }

  private static func identifier(_ token: SQLToken?) -> [UInt8]? {
    switch token {
    // As `ANSI_QUOTES` has it, between quotation marks.
    case .name(let name), .word(let name), .text(let name): name
    default: nil
    }
  }

  private static func isOfUsers(_ name: [UInt8]) -> Bool {
    name.count >= 5 && name.suffix(5).isEqualIgnoringASCIICase(to: "users")
  }

  /// The layout of a users table that is made; nil where it is another statement, or has no use.
  private func created(_ source: inout ImportSource) throws(SystemError) -> ImportLayout? {
    guard let next = try source.nextToken(), next.isWord("table") else { return nil }
    var first = try source.nextToken()
    if let token = first, token.isWord("if") {
      _ = try source.nextToken()
      _ = try source.nextToken()
      first = try source.nextToken()
    }
    guard let (name, open) = try table(first, &source), Self.isOfUsers(name), let open, open.isSymbol("(")
    else { return nil }
    var names: [[UInt8]] = []
    var depth = 1
    var isFirst = true
    while depth > 0, let token = try source.nextToken() {
      if depth == 1, isFirst, let name = Self.identifier(token), !Self.beginsNoColumn(token) {
        names.append(name)
      }
      isFirst = depth == 1 && token.isSymbol(",")
      if token.isSymbol("(") { depth += 1 }
      if token.isSymbol(")") { depth -= 1 }
      guard names.count <= ImportLayout.maxColumns else { return nil }
    }
    let layout = ImportLayout(names: names)
    return layout.email >= 0 && layout.hash >= 0 ? layout : nil
  }

  /// Whether something else than a column begins here. What is between marks is always a name.
  private static func beginsNoColumn(_ token: SQLToken) -> Bool {
    [
      ("primary" as StaticString), "key", "unique", "index", "fulltext", "spatial", "constraint", "foreign",
      "check",
    ]
    .contains { token.isWord($0) }
  }

  /// Reads the beginning of `INSERT`, up to the first row.
  ///
  /// - Returns: whether there are rows of users.
  private mutating func begins(_ source: inout ImportSource) throws(SystemError) -> Bool {
    var token = try source.nextToken()
    while let word = token, word.isWord("into") || word.isWord("ignore") || word.isWord("low_priority") {
      token = try source.nextToken()
    }
    guard let (name, behind) = try table(token, &source), Self.isOfUsers(name) else { return false }
    var next = behind
    if let open = next, open.isSymbol("(") {
      var names: [[UInt8]] = []
      while let token = try source.nextToken(), !token.isSymbol(")") {
        if let name = Self.identifier(token) { names.append(name) }
        guard names.count <= ImportLayout.maxColumns else { return false }
      }
      let named = ImportLayout(names: names)
      guard named.email >= 0, named.hash >= 0 else { return false }
      layout = named
      next = try source.nextToken()
    }
    guard let next else { return false }
    return next.isWord("values") || next.isWord("value")
  }

  // MARK: Rows

  /// Takes a row, and what separates it from the next.
  private mutating func row(_ source: inout ImportSource) throws(SystemError) -> ImportItem? {
    number += 1
    guard let open = try source.nextToken(), open.isSymbol("(") else { return try broken(&source) }
    var fields: [[UInt8]?] = []
    var field: [UInt8]?
    var (bytes, depth) = (0, 0)
    var isTooLong = false
    row: while true {
      guard let token = try source.nextToken() else { return try broken(&source) }
      switch token {
      case .symbol(UInt8(ascii: "(")): depth += 1
      case .symbol(UInt8(ascii: ")")) where depth > 0: depth -= 1
      case .symbol(UInt8(ascii: ")")):
        fields.append(field)
        break row
      case .symbol(UInt8(ascii: ",")) where depth == 0:
        fields.append(field)
        field = nil
      case .symbol(UInt8(ascii: ";")): return try broken(&source, isAtEnd: true)
      case .symbol, .name: break
      case .text(let text): field = text
      // The name of a character set may come before a text.
      case .word(let word): field = token.isWord("null") ? nil : word
      case .tooLong: isTooLong = true
      }
      bytes += field?.count ?? 0
      if bytes > ImportSource.maxRecordBytes || fields.count > ImportLayout.maxColumns {
        (isTooLong, field, fields) = (true, nil, [])
      }
    }
    let separator = try source.nextToken()
    let isMore = separator?.isSymbol(",") ?? false
    if !isMore {
      isInRows = false
      if let separator, !separator.isSymbol(";") { try source.passStatement() }
    }
    if isTooLong { return .fault(number, .tooLong) }
    // A network of sites has two columns more.
    guard fields.count == layout.count || layout.count == 10 && fields.count == 12 else {
      return .fault(number, .malformed)
    }
    return .candidate(number, layout.candidate(fields))
  }

  private mutating func broken(
    _ source: inout ImportSource, isAtEnd: Bool = false
  ) throws(SystemError) -> ImportItem {
    isInRows = false
    if !isAtEnd { try source.passStatement() }
    return .fault(number, .statementBroken)
  }
}
