package import CGIAuthCore

/// How far an import has come that goes on later: what lies beside the file until then.
package struct ImportProgress: Sendable {
  private static let heading: StaticString = "cgi-auth import 1"
  private static let fingerprintBytes = 8

  /// Which file it is of, in which state.
  let identity: String
  package let options: ImportOptions
  package let tally: ImportTally
  /// Whether the file has been read to its end.
  package let isDone: Bool
  /// What the numbers of the tally count.
  package let unit: ImportFormat.Unit
  let cursor: [UInt8]
  let seen: Set<UInt64>

  /// How far a run has come.
  package init(_ run: ImportRun, of file: File, isDone: Bool) throws(ImportError) {
    identity = try ImportError.taking(file: try file.identityText())
    options = run.options
    tally = run.tally
    self.isDone = isDone
    unit = run.unit
    cursor = Array(run.reader.cursor.utf8)
    seen = run.seen
  }

  // MARK: On the disk

  /// Lines of texts and numbers, then the fingerprints, then a checksum.
  var bytes: [UInt8] {
    let counts = [
      isDone ? 1 : 0, tally.added, tally.present, tally.refused, tally.withoutPassword,
      tally.leftOutOfAdministrators, seen.count,
    ]
    var text = "\(Self.heading)\n\(identity)\n\(options.word)\n"
    var bytes = Array(text.utf8) + cursor + [0x0A]
    text = ""
    for count in counts { text += "\(count) " }
    text += "\n"
    for refusal in tally.refusals { text += "\(refusal.number):\(refusal.fault.rawValue) " }
    bytes += Array("\(text)\n".utf8)
    for number in seen {
      for place in 0..<Self.fingerprintBytes {
        bytes.append(UInt8(truncatingIfNeeded: number >> (8 * place)))
      }
    }
    return bytes + Digest.sha256(of: bytes)
  }

  /// Reads it, or returns nil where it is none, or not whole.
  ///
  /// - Parameter administrators: who they are now.
  init?(_ bytes: [UInt8], _ administrators: Administrators) {
    guard bytes.count > Digest.sha256Bytes else { return nil }
    let content = bytes.dropLast(Digest.sha256Bytes)
    guard Digest.sha256(of: content.array) == bytes.suffix(Digest.sha256Bytes).array else { return nil }
    var rest = content
    var lines: [[UInt8]] = []
    for _ in 0..<6 {
      guard let end = rest.firstIndex(of: 0x0A) else { return nil }
      lines.append(rest[..<end].array)
      rest = rest[(end + 1)...]
    }
    guard lines[0].isEqual(to: Self.heading), let options = ImportOptions(word: lines[2], administrators),
      let format = lines[3].split(separator: 0x20).first.flatMap({ ImportFormat(word: $0) })
    else { return nil }
    let counts = lines[4].split(separator: 0x20).compactMap { wholeNumber($0) }
    guard counts.count == 7, rest.count == counts[6] * Self.fingerprintBytes else { return nil }
    var tally = ImportTally()
    (tally.added, tally.present, tally.refused) = (counts[1], counts[2], counts[3])
    (tally.withoutPassword, tally.leftOutOfAdministrators) = (counts[4], counts[5])
    for word in lines[5].split(separator: 0x20) {
      let parts = word.split(separator: UInt8(ascii: ":"))
      guard parts.count == 2, let number = wholeNumber(parts[0]), let fault = ImportFault(word: parts[1])
      else { return nil }
      tally.refusals.append(.init(number: number, fault: fault))
    }
    identity = String(decoding: lines[1], as: UTF8.self)
    self.options = options
    self.tally = tally
    isDone = counts[0] == 1
    unit = format.unit
    cursor = lines[3]
    var seen = Set<UInt64>(minimumCapacity: counts[6])
    for start in stride(from: rest.startIndex, to: rest.endIndex, by: Self.fingerprintBytes) {
      seen.insert(rest[start..<start + Self.fingerprintBytes].reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }
    self.seen = seen
  }
}

extension ImportRun {
  /// Goes on where another run stopped; nil where the file is another one by now, other things are asked for,
  /// or there is nothing left to do.
  package init?(
    _ file: File, goingOnFrom progress: ImportProgress, _ options: ImportOptions, _ hasher: PasswordHasher,
    now: Int
  ) throws(ImportError) {
    let identity = try ImportError.taking(file: try file.identityText())
    guard !progress.isDone, identity.isEqual(to: progress.identity),
      options.word.isEqual(to: progress.options.word),
      let reader = try ImportReader(file, at: progress.cursor)
    else { return nil }
    self.init(reader, options, hasher, now: now)
    tally = progress.tally
    seen = progress.seen
  }
}

extension ImportOptions {
  /// Options as they were written down, or nil.
  init?(word: [UInt8], _ administrators: Administrators) {
    guard word.count >= 3 else { return nil }
    self.init(administrators)
    takesGroups = word[0] == UInt8(ascii: "g")
    makesWithoutPasswords = word[1] == UInt8(ascii: "w")
    isTrial = word[2] == UInt8(ascii: "t")
    let domain = word.dropFirst(3).array
    self.domain = domain.isEmpty ? nil : domain
  }
}
