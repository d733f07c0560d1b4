/// One session of a user: what a login began, until it is ended or its time is over.
package struct SessionEntry: Sendable {
  /// By what somebody showed who he is (`amr`, RFC 8176).
  package struct Methods: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static var password: Methods { Methods(rawValue: 1) }
    /// A link or a code in a mail.
    package static var mail: Methods { Methods(rawValue: 16) }
  }

  package private(set) var id: SessionID
  /// How many times it was renewed. A refresh token has the number that it was made with.
  var counter: UInt32
  /// When it began, when it was renewed last, and when the person last gave the password: in seconds
  /// since 1970.
  package let madeAt: Int
  package internal(set) var renewedAt: Int
  private(set) var authenticatedAt: Int
  /// Whether that was to admin.cgi.
  private var isAdministering = false
  let methods: Methods
  /// Whether it outlives the browser's own session (`remember`).
  package let isRemembered: Bool
  /// From where it was begun or renewed last.
  package internal(set) var network: ClientNetwork
  /// What it was begun with, as it is kept: every request reads the entry of its session, few the name.
  private let deviceBytes: [UInt8]
  /// The generation of the user's credentials that it was made under, as 16 bytes.
  private(set) var generation: [UInt8]

  /// A session that begins.
  init(
    _ id: SessionID, at now: Int, by methods: Methods, isRemembered: Bool, from network: ClientNetwork,
    with device: DeviceName, of user: User
  ) {
    self.id = id
    counter = 0
    madeAt = now
    renewedAt = now
    authenticatedAt = now
    self.methods = methods
    self.isRemembered = isRemembered
    self.network = network
    deviceBytes = device.bytes
    generation = user.sessionGeneration.fingerprint
  }

  /// The same session under another id, by the present credentials of a user who has just shown who he is.
  func goingOn(as newID: SessionID, at now: Int, of user: User) -> SessionEntry {
    var entry = self
    entry.id = newID
    entry.counter = 0
    entry.renewedAt = now
    entry.authenticatedAt = now
    entry.isAdministering = false
    entry.generation = user.sessionGeneration.fingerprint
    return entry
  }

  /// What it was begun with.
  package var device: DeviceName { DeviceName(storedBytes: deviceBytes) }

  /// When the person last gave admin.cgi the password, in seconds since 1970; nil where another program was
  /// given it since.
  var provedAt: Int? { isAdministering ? authenticatedAt : nil }

  /// Notes that the person has given admin.cgi the password.
  mutating func prove(at now: Int) {
    authenticatedAt = now
    isAdministering = true
  }

  // MARK: Bytes

  /// Every entry has as many bytes.
  static let byteCount = 104
  private static let networkBytes = 8

  /// Reads an entry: `byteCount` bytes.
  ///
  /// - Throws: where a time is none from 1970 to 9999. No sum of an honest one overflows.
  init(_ bytes: ArraySlice<UInt8>) throws(SessionRecord.Malformed) {
    var reader = ByteReader(bytes)
    id = SessionID(taking: &reader)
    counter = UInt32(truncatingIfNeeded: reader.number(4))
    madeAt = reader.number(8)
    renewedAt = reader.number(8)
    authenticatedAt = reader.number(8)
    let times = 0...CivilTime.lastSecond
    guard times.contains(madeAt), times.contains(renewedAt), times.contains(authenticatedAt) else {
      throw SessionRecord.Malformed()
    }
    methods = Methods(rawValue: UInt8(truncatingIfNeeded: reader.number(1)))
    let flags = reader.number(1)
    isRemembered = flags & 1 != 0
    isAdministering = flags & 2 != 0
    let count = reader.number(1)
    network = ClientNetwork(storedBytes: reader.take(Self.networkBytes).prefix(count))
    deviceBytes = reader.take(DeviceName.maxBytes)
    _ = reader.number(1)
    generation = reader.take(SessionGeneration.fingerprintBytes)
  }

  /// The entry's bytes.
  var bytes: [UInt8] {
    var bytes = id.bytes
    bytes.append(number: Int(counter), bytes: 4)
    for time in [madeAt, renewedAt, authenticatedAt] { bytes.append(number: time, bytes: 8) }
    bytes += [
      methods.rawValue, (isRemembered ? 1 : 0) | (isAdministering ? 2 : 0), UInt8(network.bytes.count),
    ]
    bytes += Self.padded(network.bytes, Self.networkBytes)
    bytes += Self.padded(deviceBytes, DeviceName.maxBytes) + [0]
    return bytes + generation
  }

  private static func padded(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: count - bytes.count)
  }
}
