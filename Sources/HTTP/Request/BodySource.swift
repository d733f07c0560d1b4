/// Where a request's body comes from.
public struct BodySource {
  let read: (_ count: Int) throws(RequestError) -> [UInt8]

  /// A body that is already in memory. One shorter than it was said to be is malformed.
  public static func bytes(_ bytes: [UInt8]) -> BodySource {
    BodySource { count throws(RequestError) in
      guard bytes.count >= count else { throw .malformed }
      return Array(bytes.prefix(count))
    }
  }
}
