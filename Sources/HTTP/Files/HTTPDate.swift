/// A time as HTTP's fields have it: whole seconds (RFC 9110 section 5.6.7).
package struct HTTPDate: Hashable {
  /// Since 1970, without leap seconds.
  let seconds: Int

  /// A moment. One before 1970 or after 9999 is moved to the edge.
  package init(seconds: Int) { self.seconds = min(max(seconds, 0), CivilTime.lastSecond) }

  /// The preferred form, IMF-fixdate: `Sun, 06 Nov 1994 08:49:37 GMT`.
  package var text: String {
    let time = CivilTime(seconds)
    let (hour, minute, second) = (time.second / 3600, time.second / 60 % 60, time.second % 60)
    return "\(Self.weekdays[time.weekday]), \(time.day.padded(2)) \(Self.months[time.month - 1]) "
      + "\(time.year.padded(4)) \(hour.padded(2)):\(minute.padded(2)):\(second.padded(2)) GMT"
  }

  /// Reads any of the three forms, or nil: IMF-fixdate, `Sunday, 06-Nov-94 08:49:37 GMT` (RFC 850) and
  /// `Sun Nov  6 08:49:37 1994` (asctime(3)). The weekday is read and not compared with the date.
  ///
  /// - Parameter now: a two-digit year that seems to be more than 50 years after this is one of the past.
  init?(_ field: some Collection<UInt8>, now: Int) {
    var reader = DateReader(bytes: Array(field))
    let weekday = reader.letters()
    let seconds: Int?
    if reader.skip(",") {
      guard reader.skip(" ") else { return nil }
      if Self.weekdays.contains(where: { $0.isEqual(to: weekday) }) {
        seconds = reader.imfDate()
      } else if Self.longWeekdays.contains(where: { $0.isEqual(to: weekday) }) {
        seconds = reader.rfc850Date(thisYear: CivilTime(now).year)
      } else {
        return nil
      }
    } else {
      guard Self.weekdays.contains(where: { $0.isEqual(to: weekday) }), reader.skip(" ") else { return nil }
      seconds = reader.asctimeDate()
    }
    guard let seconds, reader.isAtEnd else { return nil }
    self.seconds = seconds
  }

  fileprivate static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let longWeekdays = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]
}

/// Reads a date from left to right.
private struct DateReader {
  let bytes: [UInt8]
  private var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func skip(_ text: StaticString) -> Bool {
    let end = position + text.utf8CodeUnitCount
    guard end <= bytes.count, bytes[position..<end].isEqual(to: text) else { return false }
    position = end
    return true
  }

  mutating func letters() -> String {
    let start = position
    while position < bytes.count, bytes[position].isASCIILetter { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// A number of exactly so many digits.
  mutating func number(_ digits: Int) -> Int? {
    guard position + digits <= bytes.count, let number = wholeNumber(bytes[position..<position + digits])
    else { return nil }
    position += digits
    return number
  }

  mutating func month() -> Int? {
    let word = letters()
    return HTTPDate.months.firstIndex { $0.isEqual(to: word) }.map { $0 + 1 }
  }

  /// `08:49:37`
  mutating func timeOfDay() -> (hour: Int, minute: Int, second: Int)? {
    guard let hour = number(2), skip(":"), let minute = number(2), skip(":"), let second = number(2) else {
      return nil
    }
    return (hour, minute, second)
  }

  /// `06 Nov 1994 08:49:37 GMT`
  mutating func imfDate() -> Int? {
    guard let day = number(2), skip(" "), let month = month(), skip(" "), let year = number(4), skip(" "),
      let time = timeOfDay(), skip(" GMT")
    else { return nil }
    return CivilTime.seconds(
      year: year, month: month, day: day, hour: time.hour, minute: time.minute, second: time.second)
  }

  /// `06-Nov-94 08:49:37 GMT`
  mutating func rfc850Date(thisYear: Int) -> Int? {
    guard let day = number(2), skip("-"), let month = month(), skip("-"), let shortYear = number(2),
      skip(" "),
      let time = timeOfDay(), skip(" GMT")
    else { return nil }
    var year = thisYear / 100 * 100 + shortYear
    if year > thisYear + 50 { year -= 100 }
    return CivilTime.seconds(
      year: year, month: month, day: day, hour: time.hour, minute: time.minute, second: time.second)
  }

  /// `Nov  6 08:49:37 1994`
  mutating func asctimeDate() -> Int? {
    guard let month = month(), skip(" "), let day = skip(" ") ? number(1) : number(2), skip(" "),
      let time = timeOfDay(), skip(" "), let year = number(4)
    else { return nil }
    return CivilTime.seconds(
      year: year, month: month, day: day, hour: time.hour, minute: time.minute, second: time.second)
  }
}
