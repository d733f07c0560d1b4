@testable import CGIAuthCore
@testable import CGIAuthTransfer

/// A file of any bytes, read in each format: every read ends, whoever goes on in the middle reads the same,
/// and who is taken is somebody whom the user file can hold.
func checkImport(_ input: [UInt8]) {
  guard let file = file(of: input) else { return }
  for format in [nil] + ImportFormat.allCases.map({ Optional($0) }) {
    guard var reader = try? ImportReader(file, format, needsHash: false) else { continue }
    var cursor = reader.cursor
    var last = 0
    var pieces = 0
    while let item = (try? reader.next()) ?? nil {
      pieces += 1
      claim(pieces <= input.count + (1 << 17), "a file has more pieces than bytes")
      // Not each time: this is for the places in the middle.
      if pieces % 7 == 0 {
        guard var other = (try? ImportReader(file, at: Array(cursor.utf8))) ?? nil else {
          fatalError("a cursor is refused")
        }
        claim(describe((try? other.next()) ?? nil) == describe(item), "another one goes on elsewhere")
        claim(other.cursor == reader.cursor, "another one stops elsewhere")
      }
      cursor = reader.cursor
      switch item {
      case .nothing: break
      case .fault(let number, _):
        claim(number >= last, "numbers go back")
        last = number
      case .candidate(let number, let candidate):
        claim(number >= last, "numbers go back")
        last = number
        checkCandidate(candidate)
      }
    }
  }
}

private func describe(_ item: ImportItem?) -> String { "\(String(describing: item))" }

private func checkCandidate(_ candidate: ImportCandidate) {
  claim(candidate.name.count <= ImportSource.maxRecordBytes, "a name is too long")
  var options = ImportOptions(Administrators())
  (options.takesGroups, options.makesWithoutPasswords) = (true, true)
  options.domain = Array("example.org".utf8)
  guard let draft = try? ImportDraft(candidate, options, .bcrypt(cost: 10), []) else { return }
  let user = draft.user(id: draft.id ?? Array("id".utf8), now: 1)
  let record = user.record
  let again = User(email: user.email, record: record)
  claim(again.record == record, "a record changes when it is read")
  claim(Array(again.id.utf8) == draft.id ?? Array("id".utf8), "the id is another one")
  claim(!again.groupNames.contains(Array("admin".utf8)), "an import makes administrators")
  claim(!record.prefix { $0 != UInt8(ascii: ":") }.isEmpty, "there is no hash")
  claim(again.profile.name.map { !$0.hasControlCharacters } ?? true, "a name has control characters")
  claim(
    again.isDisabled || again.passwordHash == User.noPassword || PasswordHasher.supports(again.passwordHash),
    "a hash was taken that is not verified here")
  // Where it is written out, it comes back.
  guard let exported = ImportCandidate(json: Array(UserExport.json.line(of: again).dropLast())) else {
    return
  }
  guard let back = try? ImportDraft(exported, options, .bcrypt(cost: 31), []) else { return }
  claim(
    back.user(id: back.id ?? [], now: 2).passwordHash == again.passwordHash, "the export has another hash")
}
