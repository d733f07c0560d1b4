/// Hashes for whoever is no part of this layer.
package enum Digest {
  package static let sha256Bytes = SHA256.digestBytes

  /// SHA-256 of a message: 32 bytes.
  package static func sha256(of message: [UInt8]) -> [UInt8] { SHA256.digest(of: message) }
}
