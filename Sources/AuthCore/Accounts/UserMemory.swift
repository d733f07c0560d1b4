/// Users as they were read last, for the next requests of a process that stays: a record that is the same as
/// it was is not taken apart anew. Not for several threads.
final class UserMemory: @unchecked Sendable {
  /// A class, whose code for arrays other classes have already.
  private final class Known {
    let record: [UInt8]
    let user: User

    init(_ record: [UInt8], _ user: User) {
      self.record = record
      self.user = user
    }

    func isOf(_ other: [UInt8]) -> Bool {
      record.withUnsafeBytes { record in other.withUnsafeBytes { record.isEqual(to: $0) } }
    }
  }

  private static let places = 64
  private var known = [Known?](repeating: nil, count: places)

  /// The user of a record that was just read.
  func user(_ email: EmailAddress, _ record: [UInt8]) -> User {
    let place = email.text.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) % Self.places }
    if let known = known[place], known.isOf(record), known.user.email == email { return known.user }
    let user = User(email: email, record: record)
    known[place] = Known(record, user)
    return user
  }
}
