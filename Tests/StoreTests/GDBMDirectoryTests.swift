import CGIAuthGDBM
import Glibc
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// Keyed reads past GDBM, compared with GDBM's own.
@Suite struct GDBMDirectoryTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("table.gdbm")
  }

  /// Changes the file by GDBM, in place.
  private func change(_ body: (GDBMFile) throws -> Void) throws {
    let file = try GDBMFile.writer(path, creating: !folder.has("table.gdbm"))
    try body(file)
    try file.close()
  }

  private func key(_ number: Int) -> [UInt8] {
    switch number % 4 {
    case 0: bytes("user\(number)@example.com")
    case 1: bytes("\(number)")
    // The first of one hash with others: GDBM could not hold them all.
    case 2: number < 200 ? Alike.nearName(number) : bytes("near\(number)")
    default: [0] + bytes("\(number)") + [0xFF]
    }
  }

  private func value(_ number: Int) -> [UInt8] {
    Array(repeating: UInt8(number & 255), count: number * 37 % 300)
  }

  /// Whether both readers say the same of keys that are there and of keys that are not.
  private func expectTheSame(_ keys: some Sequence<[UInt8]>, present: Int) throws {
    let file = try File.open(path, O_RDONLY)
    let gdbm = try GDBMFile.reader(file)
    let (ours, cached) = (try GDBMDirectory(file), try GDBMDirectory(file, cache: BucketCache()))
    var found = 0
    for key in keys {
      let expected = try gdbm.value(key)
      guard try ours.value(key) == expected, try cached.value(key) == expected else {
        Issue.record("another value of \(key)")
        return
      }
      if expected != nil { found += 1 }
    }
    #expect(found == present)
  }

  /// Makes the file by GDBM in another process: in this one a writer of another test may just have limited
  /// how large a file can get (setrlimit(2)).
  private func make(_ count: Int) throws {
    let script = """
      import dbm.gnu, sys
      with dbm.gnu.open(sys.argv[1], "nf") as table:
          for line in sys.stdin:
              key, value = line.rstrip("\\n").split(" ")
              table[bytes.fromhex(key)] = bytes.fromhex(value)
      """
    let digits = Array("0123456789abcdef".utf8)
    func hex(_ bytes: [UInt8]) -> [UInt8] { bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] } }
    var lines: [UInt8] = []
    for number in 0..<count { lines += hex(key(number)) + [0x20] + hex(value(number)) + [0x0A] }
    let made = try run("/usr/bin/python3", ["-c", script, path], input: lines)
    try #require(made.status == 0, "\(made.errors)")
  }

  @Test(arguments: [0, 1, 2, 165, 166, 167, 1_000, 100_000])
  func findsWhatGDBMFinds(count: Int) throws {
    try make(count)
    let step = max(1, count / 10_000)
    let numbers = stride(from: 0, to: count, by: step)
    let strangers = (0..<500).map { bytes("nobody\($0)") } + [[], [0], bytes("user0@example.co")]
    try expectTheSame(numbers.map(key) + strangers, present: Array(numbers).count)
  }

  /// Deleting moves other entries of a bucket, and leaves holes for new ones.
  @Test func findsWhatGDBMFindsAfterEveryKindOfChange() throws {
    var present: Set<Int> = []
    var random = Alternating(state: 1)
    for round in 0..<8 {
      try change { file in
        for _ in 0..<400 {
          let number = Int.random(in: 0..<2_000, using: &random)
          if random.next() % 5 < 3 {
            try file.set(key(number), value(number + round))
            present.insert(number)
          } else {
            try file.set(key(number), nil)
            present.remove(number)
          }
        }
      }
      try expectTheSame((0..<2_000).map(key), present: present.count)
    }
  }

  /// One byte of a small file is another one: what GDBM reads of it then, this reads, too, and every read
  /// ends.
  @Test(arguments: 0..<8)
  func agreesWithGDBMOnDamagedFiles(seed: UInt64) throws {
    try change { file in for number in 0..<40 { try file.set(key(number), value(number)) } }
    let good = try folder.bytes("table.gdbm")
    var random = Alternating(state: seed)
    // Where the directory names the first bucket, the bucket, and everything else.
    let places = [0..<40, 4_096..<4_104, 8_192..<8_304, 8_304..<12_288, 0..<good.count]
    for number in 0..<300 {
      var damaged = good
      for _ in 0...number % 3 {
        let place = Int.random(in: places[number % places.count], using: &random)
        damaged[place] = [0, 0xFF, 0x7F, 0x80, damaged[place] ^ 1][Int(random.next() % 5)]
      }
      try folder.write("table.gdbm", damaged)
      let file = try File.open(path, O_RDONLY)
      for number in 0..<45 {
        let key = key(number)
        let ours = Result { () throws(GDBMFile.Failure) in try GDBMDirectory(file).value(key) }
        let gdbms = Result { () throws(GDBMFile.Failure) in try GDBMFile.reader(file).value(key) }
        if case .success(let one) = ours, case .success(let other) = gdbms { #expect(one == other) }
        if case .failure(let failure) = ours { #expect(failure.systemCode == 0, "\(failure)") }
      }
    }
  }

  /// Every field that the reader follows, with numbers that would overflow, or lead out of the file.
  @Test(
    arguments: [
      (0, 4, "beginning"), (8, 8, "header"), (16, 4, "header"), (20, 4, "header"), (24, 4, "header"),
      (28, 4, "header"), (32, 8, "header"), (4_096, 8, "end"), (8_296, 4, "bucket"), (8_300, 4, "bucket"),
    ])
  func refusesNumbersBeyondTheFile(place: Int, count: Int, part: String) throws {
    try change { file in try file.set(bytes("a"), bytes("1")) }
    var damaged = try folder.bytes("table.gdbm")
    // All places of the directory.
    let places = place == 4_096 ? Array(stride(from: 4_096, to: 8_192, by: 8)) : [place]
    for place in places {
      damaged.replaceSubrange(
        place..<place + count, with: [UInt8](repeating: 0xFF, count: count - 1) + [place == 32 ? 0x80 : 0x7F])
    }
    try folder.write("table.gdbm", damaged)
    let file = try File.open(path, O_RDONLY)
    let failure = thrown { () throws(GDBMFile.Failure) in _ = try GDBMDirectory(file).value(bytes("a")) }
    #expect(failure?.text == "malformed \(part)")
    #expect(failure?.systemCode == 0)
  }

  /// A bucket without an empty place is gone through once.
  @Test func goesRoundAFullBucketOnce() throws {
    try change { file in try file.set(bytes("a"), bytes("1")) }
    var full = try folder.bytes("table.gdbm")
    for place in stride(from: 8_304, to: 8_304 + 166 * 24, by: 24) {
      full.replaceSubrange(place..<place + 4, with: [1, 0, 0, 0])
    }
    try folder.write("table.gdbm", full)
    #expect(try GDBMDirectory(File.open(path, O_RDONLY)).value(bytes("b")) == nil)
  }
}

/// Numbers by chance that are the same at every run (splitmix64).
private struct Alternating: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var number = state
    number = (number ^ number >> 30) &* 0xBF58_476D_1CE4_E5B9
    number = (number ^ number >> 27) &* 0x94D0_49BB_1331_11EB
    return number ^ number >> 31
  }
}
