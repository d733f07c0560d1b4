import Foundation
import Glibc
import CGIAuthHarness

extension LiveServer {
  /// Sends bytes that no HTTP client would send, and reads until the server closes the connection.
  func raw(_ bytes: [UInt8]) throws -> Answer {
    if variant.isHTTPS {
      let arguments = [
        "s_client", "-quiet", "-verify_quiet", "-CAfile", folder.path("tls.crt"), "-connect",
        "127.0.0.1:\(port)",
      ]
      return try Answer(http: try Tool.openssl.result(arguments, input: bytes).output)
    }
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var patience = timeval(tv_sec: 120, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    guard Self.withLoopback(port, { connect(descriptor, $0, $1) }) == 0,
      Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    else { throw POSIXError(.EIO) }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { break }
      answer += buffer[..<count]
    }
    return try Answer(http: answer)
  }
}
