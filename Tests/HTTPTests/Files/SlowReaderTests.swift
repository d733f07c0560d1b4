import CGIAuthHarness
import Foundation
import Testing

@testable import CGIAuthCore

/// Writing to what takes it in parts. Long contents are compared as a whole: to name where they differ takes
/// minutes.
@Suite struct SlowReaderTests {
  private let folder: TemporaryFolder
  private static let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 7) }

  init() throws { folder = try TemporaryFolder() }

  /// A pipe that does not block, filled by `write` while nobody reads; then it is read to its end.
  ///
  /// - Returns: what `write` returned, and what was read.
  private func throughPipe(_ write: @escaping @Sendable (Int32) -> Bool) throws -> (Bool, [UInt8]) {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    try #require(fcntl(writing, F_SETFL, O_NONBLOCK) == 0)
    let input = FileHandle(fileDescriptor: reading, closeOnDealloc: true)
    let isFull = DispatchSemaphore(value: 0)
    let results = onThreads(2) { thread -> (Bool, [UInt8]) in
      if thread == 0 {
        let isWritten = write(writing)
        isFull.wait()
        close(writing)
        return (isWritten, [])
      }
      try? eventually("a full pipe") {
        var poller = pollfd(fd: writing, events: Int16(POLLOUT), revents: 0)
        return poll(&poller, 1, 0) == 0
      }
      isFull.signal()
      return (true, Array((try? input.readToEnd()) ?? Data()))
    }
    return (results.contains { !$0.0 }, results.map { $0.1 }.first { !$0.isEmpty } ?? [])
  }

  @Test func waitsForTheReaderOfAnAnswer() throws {
    let (hasFailed, got) = try throughPipe { File.write(Self.content, to: $0) }
    #expect(!hasFailed)
    #expect(got.elementsEqual(Self.content))
  }

  @Test func keepsNobodyWaitingForTheReaderOfALog() throws {
    let (hasFailed, got) = try throughPipe { File.write(Self.content, to: $0, waits: false) }
    #expect(hasFailed)
    #expect(Self.content.starts(with: got) && got.count < Self.content.count)
  }

  private func reply(_ range: String? = nil) throws -> FileReply {
    try folder.write("a.bin", Self.content)
    var variables = ["REQUEST_METHOD": "GET"]
    variables["HTTP_RANGE"] = range
    let request = try Request(environment: Environment(variables), body: .bytes([]))
    let file = try OpenedPath.folder(bytes(folder.root)).open(bytes("a.bin"), O_RDONLY)
    return FileReply(file, name: bytes("a.bin"), to: request, now: 1_700_000_000, trustsLength: true)
  }

  @Test(arguments: [(nil, 0..<300_000), ("bytes=100-99999", 100..<100_000), ("bytes=7-8", 7..<9)])
  func sendsAFileToAReaderThatIsSlow(_ range: String?, _ part: Range<Int>) throws {
    let reply = try reply(range)
    let head = reply.head
    if part.count > 1 << 16 {
      nonisolated(unsafe) let sent = reply
      let (hasFailed, got) = try throughPipe { sent.send(to: $0) }
      #expect(!hasFailed)
      #expect(got.elementsEqual(head + Self.content[part]))
    }
    // The kernel copies to no file that is open for appending (sendfile(2), EINVAL).
    for flags in [O_APPEND, 0] {
      let output = try File.open(folder.path("out\(flags)"), O_WRONLY | O_CREAT | flags)
      #expect(reply.send(to: output.descriptor))
      #expect(try folder.bytes("out\(flags)").elementsEqual(head + Self.content[part]))
    }
  }

  @Test func saysThatAFileHasBecomeShorter() throws {
    let reply = try reply()
    try folder.write("a.bin", Array(Self.content.prefix(1000)))
    for flags in [O_APPEND, 0] {
      let output = try File.open(folder.path("out\(flags)"), O_WRONLY | O_CREAT | flags)
      #expect(!reply.send(to: output.descriptor))
    }
  }
}
