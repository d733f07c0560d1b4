@testable import CGIAuthCore

/// A GDBM file of any bytes: every read of it ends, and what it gives is in the file.
func checkStore(_ input: [UInt8]) {
  guard let file = file(of: input),
    let directory = try? GDBMDirectory(file, cache: BucketCache())
  else { return }
  for key in ["a", "ada@example.com", ""].map({ Array($0.utf8) }) + [[0], Array(input.suffix(9))] {
    let value = try? directory.value(key)
    claim((try? directory.value(key)) == value, "a second look finds something else")
    if let value = value ?? nil {
      claim(value.count + key.count <= input.count, "a value is not in the file")
    }
    for entry in (try? directory.bucket(at: directory.place(of: GDBMDirectory.hash(key))))?.entries ?? [] {
      guard let record = try? directory.record(entry) else { continue }
      claim(record.key.count + record.value.count <= input.count, "a record is not in the file")
    }
  }
}
