import Foundation
import Synchronization
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite(.timeLimit(.minutes(10))) struct BodySourceTests {
  /// Two connected descriptors. A packet socket gives each write to a read of its own.
  private final class Channel: Sendable {
    let reader: Int32
    let writer: Int32

    init(packets: Bool = false) throws {
      var ends: [Int32] = [-1, -1]
      let result =
        packets
        ? socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &ends) : pipe(&ends)
      try #require(result == 0)
      (reader, writer) = (ends[0], ends[1])
    }

    deinit {
      close(reader)
      close(writer)
    }

    func send(_ text: String) { #expect(write(writer, text, text.utf8.count) == text.utf8.count) }

    /// Ends what the reader sees, as the close of the last writing end does.
    func finish() throws {
      let null = open("/dev/null", O_WRONLY)
      try #require(dup2(null, writer) == writer)
      close(null)
    }

    func read(_ count: Int, waitingAtMost milliseconds: Int = 30_000) throws(RequestError) -> [UInt8] {
      try BodySource.descriptor(reader, waitingAtMost: milliseconds).read(count)
    }
  }

  @Test func readsWhatIsThere() throws {
    let channel = try Channel()
    channel.send("hello")
    #expect(try channel.read(5) == bytes("hello"))
  }

  @Test func readsNothingForAnEmptyBody() throws {
    #expect(try Channel().read(0) == [])
  }

  @Test func joinsABodyThatComesInPieces() throws {
    let channel = try Channel(packets: true)
    for piece in ["h", "el", "l", "o"] { channel.send(piece) }
    #expect(try channel.read(5) == bytes("hello"))
  }

  @Test func waitsForWhatComesLater() async throws {
    let channel = try Channel()
    channel.send("hel")
    Thread.detachNewThread { channel.send("lo") }
    #expect(try channel.read(5) == bytes("hello"))
  }

  @Test func leavesWhatIsBeyondTheCount() throws {
    let channel = try Channel()
    channel.send("hello, world")
    #expect(try channel.read(5) == bytes("hello"))
    #expect(try channel.read(7) == bytes(", world"))
  }

  @Test(arguments: ["", "hell"])
  func refusesABodyThatEndsEarly(sent: String) throws {
    let channel = try Channel()
    if !sent.isEmpty { channel.send(sent) }
    try channel.finish()
    #expect(throws: RequestError.malformed) { try channel.read(5) }
  }

  @Test(arguments: ["", "hell"])
  func givesUpOnAClientThatStopsSending(sent: String) throws {
    let channel = try Channel()
    if !sent.isEmpty { channel.send(sent) }
    #expect(throws: RequestError.malformed) { try channel.read(5, waitingAtMost: 50) }
  }

  /// The time is for the whole body: a client that sends a byte now and then does not get it anew.
  @Test func givesUpOnAClientThatTrickles() throws {
    let channel = try Channel()
    let isGivenUp = Atomic(false), sent = Atomic(0), done = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      // A minute of it, of which nobody waits for more than the beginning.
      while sent.load(ordering: .relaxed) < 3000, !isGivenUp.load(ordering: .relaxed) {
        channel.send("x")
        sent.add(1, ordering: .relaxed)
        usleep(20_000)
      }
      done.signal()
    }
    #expect(throws: RequestError.malformed) { try channel.read(4000, waitingAtMost: 200) }
    isGivenUp.store(true, ordering: .relaxed)
    done.wait()
    #expect(sent.load(ordering: .relaxed) < 3000)
  }

  @Test func refusesADescriptorThatIsNotOpen() {
    let source = BodySource.descriptor(Int32.max, waitingAtMost: 30_000)
    #expect(throws: RequestError.malformed) { try source.read(1) }
  }
}
