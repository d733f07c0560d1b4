import CGIAuthCore

/// Reads who stands in a file, one after the other. Where it stopped, another one can go on.
struct ImportReader {
  let format: ImportFormat
  private let file: File
  private var source: ImportSource
  private var layout = ImportLayout(names: [])
  private var dump = SQLDump()
  private var records: GDBMRecords?

  /// Reads a file from its beginning.
  ///
  /// - Parameters:
  ///   - format: nil to tell it by the content.
  ///   - needsHash: whether a table without a column for the hash is refused.
  init(_ file: File, _ format: ImportFormat?, needsHash: Bool) throws(ImportError) {
    let status = try ImportError.taking(file: try file.status())
    guard status.fileType == .regular else { throw .unusable(.notAFile) }
    let format = if let format { format } else { try ImportError.taking(file: try ImportFormat(of: file)) }
    try self.init(file, format, at: ImportSource.Place())
    guard format == .csv else { return }
    guard let (_, record) = try ImportError.taking(file: try firstLine()) else { return }
    layout = record
    guard layout.email >= 0 else { throw .unusable(.noAddressColumn) }
    guard layout.hash >= 0 || !needsHash else { throw .unusable(.noHashColumn) }
  }

  private init(_ file: File, _ format: ImportFormat, at place: ImportSource.Place) throws(ImportError) {
    self.format = format
    self.file = file
    source = try ImportError.taking(file: try ImportSource(file, at: place))
    if format == .htdbm { records = try ImportError.taking(table: try GDBMRecords(file)) }
  }

  /// Takes the header of a CSV file; nil where the file is empty.
  private mutating func firstLine() throws(SystemError) -> (Int, ImportLayout)? {
    guard let line = try source.nextLine() else { return nil }
    return (line.number, ImportLayout(header: line.bytes ?? []) ?? ImportLayout(names: []))
  }

  /// How many bytes of a text have been read.
  var offset: Int { source.place.offset }

  /// The next one; nil at the end.
  mutating func next() throws(ImportError) -> ImportItem? {
    switch format {
    case .htdbm: try nextOfTable()
    case .htpasswd: try ImportError.taking(file: try nextOfHtpasswd())
    case .json: try ImportError.taking(file: try nextOfJSON())
    case .csv: try ImportError.taking(file: try nextOfCSV())
    case .wordpress: try ImportError.taking(file: try dump.next(&source))
    }
  }

  private mutating func nextOfTable() throws(ImportError) -> ImportItem? {
    guard let found = try ImportError.taking(table: try records?.next(maxBytes: ImportSource.maxRecordBytes))
    else { return nil }
    switch found {
    case .record(let key, let value):
      return .candidate(records?.number ?? 0, ImportCandidate(name: key, record: value))
    case .tooLong: return .fault(records?.number ?? 0, .tooLong)
    case .malformed: return .fault(records?.number ?? 0, .malformed)
    case .nothing: return .nothing
    }
  }

  private mutating func nextOfHtpasswd() throws(SystemError) -> ImportItem? {
    guard let line = try source.nextLine() else { return nil }
    guard let bytes = line.bytes else { return .fault(line.number, .tooLong) }
    // As Apache does (mod_authn_file.c).
    if bytes.isEmpty || bytes.first == UInt8(ascii: "#") { return .nothing }
    let parts = bytes.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count > 1, !bytes.contains(0) else { return .fault(line.number, .malformed) }
    return .candidate(
      line.number, ImportCandidate(name: parts[0].array, hash: parts[1].trimmingOptionalWhitespace.array))
  }

  private mutating func nextOfJSON() throws(SystemError) -> ImportItem? {
    guard let line = try source.nextLine() else { return nil }
    guard let bytes = line.bytes else { return .fault(line.number, .tooLong) }
    if bytes.trimmingOptionalWhitespace.isEmpty { return .nothing }
    guard let candidate = ImportCandidate(json: bytes) else { return .fault(line.number, .malformed) }
    return .candidate(line.number, candidate)
  }

  private mutating func nextOfCSV() throws(SystemError) -> ImportItem? {
    guard let (number, record) = try source.nextRecord(separator: layout.separator) else { return nil }
    switch record {
    case .fault(let fault): return .fault(number, fault)
    case .fields(let fields):
      if fields.count == 1, fields[0].isEmpty { return .nothing }
      guard fields.count == layout.count else { return .fault(number, .malformed) }
      return .candidate(
        number, layout.candidate(fields.map { .some(layout.isOurs ? CSVField.read($0) : $0) }))
    }
  }
}

// MARK: To go on later

extension ImportReader {
  /// Where it is, as text: numbers with spaces between them.
  var cursor: String {
    let place = source.place
    let rows = [dump.isInRows ? 1 : 0, dump.number]
    let table = records.map { [$0.place, $0.index, $0.number] } ?? [0, 0, 0]
    let layout = format == .wordpress ? dump.layout : layout
    let numbers = [place.offset, place.line] + rows + table + layout.numbers
    var text = format.rawValue
    for number in numbers { text += " \(number)" }
    return text
  }

  /// Goes on where another one was; nil where the text is none of `cursor`.
  init?(_ file: File, at cursor: [UInt8]) throws(ImportError) {
    let words = cursor.split(separator: 0x20)
    let numbers = words.dropFirst().compactMap { word in
      word.first == UInt8(ascii: "-") ? wholeNumber(word.dropFirst()).map { -$0 } : wholeNumber(word)
    }
    guard words.count == 16, numbers.count == 15, let format = ImportFormat(word: words[0]),
      numbers[..<7].allSatisfy({ $0 >= 0 }), let layout = ImportLayout(numbers: numbers[7...])
    else { return nil }
    try self.init(file, format, at: ImportSource.Place(offset: numbers[0], line: numbers[1]))
    if format == .wordpress { dump.layout = layout } else { self.layout = layout }
    (dump.isInRows, dump.number) = (numbers[2] == 1, numbers[3])
    if var found = records {
      (found.place, found.index, found.number) = (numbers[4], numbers[5], numbers[6])
      records = found
    }
  }
}
