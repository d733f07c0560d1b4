import CGIAuthHarness
import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct TarTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func reader(_ content: [UInt8]) throws -> TarReader {
    try folder.write("it.tar", content)
    return try TarReader(try File.open(folder.path("it.tar"), O_RDONLY))
  }

  /// Names and contents, as tar(1) sees them.
  private func unpacked(_ archive: String) throws -> [String: [UInt8]] {
    let place = "out-\(archive)"
    try folder.makeFolder(place)
    let result = try run("/usr/bin/tar", ["-xf", folder.path(archive), "-C", folder.path(place)])
    #expect(result.status == 0 && result.errors == "", "\(result.errors)")
    return Dictionary(
      uniqueKeysWithValues: try folder.names(place).map { ($0, try folder.bytes("\(place)/\($0)")) })
  }

  static let sizes = [0, 1, 511, 512, 513, 70_000]

  @Test(arguments: sizes)
  func writesWhatTarReads(size: Int) throws {
    let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 * 7) }
    try folder.write("a.tar", "")
    var writer = TarWriter(try File.open(folder.path("a.tar"), O_RDWR))
    for name in ["first", "second"] {
      try writer.begin(TarHeader(name: bytes(name), size: size, modifiedAt: 1_795_900_000))
      for part in stride(from: 0, to: size, by: 500) {
        try writer.write(Array(content[part..<min(part + 500, size)]))
      }
    }
    try writer.finish()
    #expect(try unpacked("a.tar") == ["first": content, "second": content])
    let list = try run("/usr/bin/tar", ["--utc", "--full-time", "-tvf", folder.path("a.tar")]).text
    let lines = list.split(separator: "\n")
    #expect(lines.count == 2 && lines.allSatisfy { $0.hasPrefix("-rw------- 0/0 ") })
    #expect(lines[0].hasSuffix("2026-11-28 21:06:40 first"), "\(list)")
    let type = try run("/usr/bin/file", ["-b", folder.path("a.tar")]).text
    #expect(type == "POSIX tar archive\n")
  }

  @Test func readsWhatTarWrites() throws {
    try folder.makeFolder("in")
    for size in Self.sizes { try folder.write("in/f\(size)", [UInt8](repeating: 9, count: size)) }
    let names = Self.sizes.map { "f\($0)" }
    for (format, isRead) in [("ustar", true), ("gnu", false), ("v7", false)] {
      let archive = folder.path("\(format).tar")
      _ = try run("/usr/bin/tar", ["--format=\(format)", "-cf", archive, "-C", folder.path("in")] + names)
      var found: [Int] = []
      do {
        var reader = try reader(try folder.bytes("\(format).tar"))
        while let member = try reader.next() { found.append(member.header.size) }
      } catch { #expect(!isRead, "\(error)") }
      #expect(found == (isRead ? Self.sizes : []))
    }
  }

  @Test func readsAHeaderAsItWasWritten() throws {
    for size in [0, 1, TarHeader.maxSize] {
      for name in ["a", String(repeating: "n", count: 100)] {
        let header = TarHeader(name: bytes(name), size: size, modifiedAt: size)
        #expect(try TarHeader(header.block) == header)
        #expect(header.block.withRightSum == header.block)
      }
    }
  }

  /// What is changed in a head, and what is said of it.
  static let heads: [(change: @Sendable (inout [UInt8]) -> Void, problem: String)] = [
    ({ $0[257] = UInt8(ascii: "U") }, "it is no ustar"),
    ({ $0[262] = 0x20 }, "it is no ustar"),
    ({ $0[156] = UInt8(ascii: "1") }, "a member is no regular file"),
    ({ $0[156] = UInt8(ascii: "2") }, "a member is no regular file"),
    ({ $0[156] = UInt8(ascii: "5") }, "a member is no regular file"),
    ({ $0[156] = UInt8(ascii: "x") }, "a member is no regular file"),
    ({ $0[157] = UInt8(ascii: "/") }, "a member is no regular file"),
    ({ $0[0] = UInt8(ascii: "/") }, "a member's name is a path"),
    ({ $0[1] = UInt8(ascii: "/") }, "a member's name is a path"),
    ({ $0.replaceSubrange(0..<4, with: Array("../a".utf8)) }, "a member's name is a path"),
    ({ $0[0] = 0 }, "a member's name is a path"),
    ({ $0[50] = UInt8(ascii: "x") }, "a member's name is a path"),
    ({ $0[345] = UInt8(ascii: "d") }, "a member's name is a path"),
    ({ $0[124] = UInt8(ascii: "8") }, "a number in a head is malformed"),
    ({ $0[124] = UInt8(ascii: "-") }, "a number in a head is malformed"),
    ({ $0[124] = 0x80 }, "a number in a head is malformed"),
    ({ $0[124] = 0x20 }, "a number in a head is malformed"),
    ({ $0.replaceSubrange(124..<136, with: Array("777777777777".utf8)) }, "a number in a head is malformed"),
    ({ $0[136] = UInt8(ascii: "x") }, "a number in a head is malformed"),
  ]

  @Test(arguments: heads.indices)
  func refusesAHead(index: Int) throws {
    var block = TarHeader(name: bytes("file"), size: 7, modifiedAt: 1).block
    Self.heads[index].change(&block)
    expectMalformed(Self.heads[index].problem) { () throws(TarError) in _ = try TarHeader(block.withRightSum)
    }
    // The control: the change alone is noticed, too, by the sum.
    expectMalformed(nil) { () throws(TarError) in _ = try TarHeader(block) }
  }

  private func expectMalformed(_ problem: String?, _ body: () throws(TarError) -> Void) {
    do throws(TarError) {
      try body()
      Issue.record("nothing was wrong with it: \(problem ?? "")")
    } catch {
      guard case .malformed(let text) = error else {
        Issue.record("\(error)")
        return
      }
      if let problem { #expect(text.description == problem) }
    }
  }

  @Test func refusesWhatIsNotWhole() throws {
    let whole = try BackedUpSite.archive([("file", [UInt8](repeating: 1, count: 600))], folder: folder)
    for count in 0..<whole.count {
      expectMalformed(nil) { () throws(TarError) in
        let reader: TarReader?
        do { reader = try self.reader(Array(whole[..<count])) } catch { reader = nil }
        guard var reader else { throw .system(SystemError(operation: "open", code: 0)) }
        while try reader.next() != nil {}
      }
    }
    var reader = try reader(whole + [UInt8](repeating: 0, count: 9_000))
    while try reader.next() != nil {}
    for more in [[1], [UInt8](repeating: 0, count: 70_000) + [1]] {
      var reader = try self.reader(whole + more)
      #expect(throws: TarError.self) { while try reader.next() != nil {} }
    }
  }
}
