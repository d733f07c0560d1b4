import CGIAuthLibC

/// The right to compute a password hash. So many processes have it at once. The others wait in line.
///
/// The file `hash.slots` is empty; its bytes are what processes lock, by locks that the kernel ends with
/// them. The first bytes are the slots. The others are the seats of the line, in rows with a seat for each
/// slot. A process takes the seat behind the last one taken. It moves to the row before when its seat there
/// becomes free, and from the first row to a slot. So a crowd is served in about the order in which it came.
/// A process that is stopped or slow takes its own slot or seat from the others and nothing more: a process
/// that does not move for a second tries every slot.
///
/// Registrations have a line of their own, and logins go first. The last slot is for logins alone, if there
/// is more than one. No registration takes a slot while a login waits, unless the login has waited so long
/// that it must have been stopped. So a crowd that registers takes from a login the time of one hash at most.
package struct HashSlots {
  static let name = "hash.slots"
  /// What a hash is for.
  package enum Use {
    case login, registration
  }
  /// The most slots that can be set.
  static let maxCount = 256
  /// How many may wait for each slot: more could not be served within `maxWaitMilliseconds`.
  private static let seatsPerSlot = 32
  /// How long to wait in line. The answer comes within 5 s.
  private static let maxWaitMilliseconds = 4_500
  private static let maxStandstillMilliseconds = 1_000
  /// How long a registration that does not move leaves the slots to logins that wait.
  private static let maxCourtesyMilliseconds = 3_000
  /// What `hash_slots` is at most where nothing is set: on a host of many processors an
  /// account is not meant to use all.
  private static let maxDefaultCount = 4

  /// A slot that was taken. It is given back with the last reference to this.
  final class Slot {
    private let file: File
    fileprivate init(_ file: File) { self.file = file }
    // Closing the file ends its locks.
  }

  private let file: File
  /// Those that this use may take.
  private let slots: Range<Int>
  private let seats: Range<Int>
  /// The seats of those who go first, if there are such.
  private let seatsAhead: Range<Int>?

  /// Opens the file, which is made where it is missing.
  init(_ count: Int, for use: Use, in directory: DataDirectory) throws(SystemError) {
    file = try directory.open(Self.name, O_RDWR)
    // Always at the same places: processes of two settings, while it is being
    // changed, stand in the same lines.
    let firstSeat = Self.maxCount
    let firstSeatOfRegistrations = firstSeat + Self.maxCount * Self.seatsPerSlot
    switch use {
    case .login:
      slots = 0..<count
      seats = firstSeat..<firstSeat + count * Self.seatsPerSlot
      seatsAhead = nil
    case .registration:
      slots = 0..<max(count - 1, 1)
      seats = firstSeatOfRegistrations..<firstSeatOfRegistrations + slots.count * Self.seatsPerSlot
      seatsAhead = firstSeat..<firstSeatOfRegistrations
    }
  }

  /// A slot, or nil where the line is full or did not get that far in time.
  ///
  /// - Parameter limit: waits no longer than this, either.
  func take(until limit: Deadline? = nil) throws(SystemError) -> Slot? {
    if try !othersGoFirst() { if try takeSlot() { return Slot(file) } }
    guard var seat = try takeSeat() else { return nil }
    let deadline = Deadline(milliseconds: Self.maxWaitMilliseconds).orEarlier(limit)
    var standstill = Deadline(milliseconds: Self.maxStandstillMilliseconds)
    var courtesy = Deadline(milliseconds: Self.maxCourtesyMilliseconds)
    while !deadline.hasPassed {
      let isFirstRow = seat < seats.lowerBound + slots.count
      let standsStill = standstill.hasPassed
      if isFirstRow || standsStill, try courtesy.hasPassed ? true : !othersGoFirst() {
        if try standsStill ? takeSlot() : takeSlot(from: seat) {
          file.unlockByte(seat)
          return Slot(file)
        }
      }
      if !isFirstRow, try file.lockByte(seat - slots.count) {
        file.unlockByte(seat)
        seat -= slots.count
        standstill = Deadline(milliseconds: Self.maxStandstillMilliseconds)
        courtesy = Deadline(milliseconds: Self.maxCourtesyMilliseconds)
      } else {
        usleep(isFirstRow ? .random(in: 2_000...8_000) : .random(in: 8_000...24_000))
      }
    }
    return nil
  }

  /// Whether somebody waits who goes first.
  private func othersGoFirst() throws(SystemError) -> Bool {
    guard let seatsAhead else { return false }
    return try file.isLocked(seatsAhead)
  }

  /// Takes any slot, the last one first: it is that of logins alone.
  private func takeSlot() throws(SystemError) -> Bool {
    for slot in slots.reversed() where try file.lockByte(slot) { return true }
    return false
  }

  /// Takes the slot in front of a seat of the first row, or one by chance, lest it
  /// stay free because its seat is.
  private func takeSlot(from seat: Int) throws(SystemError) -> Bool {
    if try file.lockByte(seat - seats.lowerBound) { return true }
    return try file.lockByte(.random(in: slots))
  }

  /// The seat behind the last one taken; where that is the last there is, any other; nil where all are taken.
  private func takeSeat() throws(SystemError) -> Int? {
    while true {
      // Everything from `high` on is free.
      var low = seats.lowerBound, high = seats.upperBound
      while low < high {
        let middle = (low + high) / 2
        if try file.isLocked(middle..<seats.upperBound) { low = middle + 1 } else { high = middle }
      }
      if high == seats.upperBound { return try takeAnySeat() }
      if try file.lockByte(high) { return high }
    }
  }

  /// The first seat that is free, where the last one is taken: those before it may have moved on.
  private func takeAnySeat() throws(SystemError) -> Int? {
    for seat in seats where try file.lockByte(seat) { return seat }
    return nil
  }

  /// What `hash_slots` is where nothing is set: as many as there are processors that this
  /// process may use, 4 at most.
  static func defaultCount(processors: Int = Int(usableProcessors())) -> Int {
    min(max(processors, 1), maxDefaultCount)
  }
}
