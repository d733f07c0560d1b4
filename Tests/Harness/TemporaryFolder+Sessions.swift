import Foundation
import Testing

@testable import CGIAuthCore

/// What time does to the sessions of a site in this folder, whose data is in `auth-data`.
extension TemporaryFolder {
  /// The claims of a token.
  private func claims(_ token: String) throws -> String {
    let part = try #require(token.split(separator: ".").dropFirst().first)
    let bytes = try #require(Base64URL.decode(Array(part.utf8)))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A token as it is once it has expired: with the same claims, of yesterday.
  package func expired(_ token: String) throws -> String {
    let key = try text("auth-data/secret.key").split(separator: "\n")[0]
    let claims = try claims(token).replacing(#/"(iat|exp)":(\d+)/#) {
      "\"\($0.1)\":\((Int($0.2) ?? 0) - 86_400)"
    }
    return HandMadeToken.make(claims, key: String(key))
  }

  /// Lets a minute go by since the sessions of a token's user were renewed last.
  package func ageSessions(ofTheUserOf token: String) throws {
    let user = try #require(try claims(token).firstMatch(of: #/"sub":"([^"]+)"/#)).1
    try Table(Sessions.tableName, in: DataDirectory(path("auth-data"))).update(Array(user.utf8)) { bytes in
      // What is damaged the programs themselves refuse.
      guard var record = bytes.flatMap({ try? SessionRecord($0) }) else { return .keep }
      for index in record.entries.indices { record.entries[index].renewedAt -= 60 }
      return record.bytes.map { .set($0) } ?? .keep
    }
    // The programs run as another user than the tests may.
    let data = path("auth-data")
    _ = try run("/bin/chown", ["-R", "--reference=\(data)", data])
  }
}
