/// A moment in UTC by the Gregorian calendar.
///
/// Not by gmtime_r(3), which opens the host's /etc/localtime.
package struct CivilTime: Hashable {
  let year: Int
  /// 1 to 12.
  let month: Int
  /// 1 to 31.
  let day: Int
  /// Of the day: 0 to 86,399.
  let second: Int
  /// 0 is Sunday.
  let weekday: Int

  /// The last second of 9999, since 1970.
  package static let lastSecond = 253_402_300_799

  /// A moment, from 1970 to 9999; what is outside is moved to the edge.
  ///
  /// - Parameter seconds: since 1970, without leap seconds.
  init(_ seconds: Int) {
    let (day, second) = min(max(seconds, 0), Self.lastSecond).quotientAndRemainder(dividingBy: 86_400)
    // Years begin in March here, so that a leap day is the last day of its year: the months
    // before it have the same lengths in every year, and a sum of 153 days repeats every five of
    // them. The first such year is 0.
    let sinceMarch = day + Self.daysFromYear0To1970
    let (era, dayOfEra) = sinceMarch.quotientAndRemainder(dividingBy: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    self.day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = 400 * era + yearOfEra + (month <= 2 ? 1 : 0)
    self.second = second
    // 1970-01-01 was a Thursday.
    weekday = (day + 4) % 7
  }

  /// Seconds since 1970 of a moment, or nil where there is no such day or time of day, or
  /// it is not from 1970 to 9999.
  package static func seconds(
    year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int
  ) -> Int? {
    // A leap second counts as the one before it.
    guard (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day),
      (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
    else { return nil }
    let yearFromMarch = month <= 2 ? year - 1 : year
    let monthFromMarch = month <= 2 ? month + 9 : month - 3
    let days =
      365 * yearFromMarch + yearFromMarch / 4 - yearFromMarch / 100 + yearFromMarch / 400
      + (153 * monthFromMarch + 2) / 5 + day - 1 - daysFromYear0To1970
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + min(second, 59)
    let back = CivilTime(seconds)
    return back.day == day && back.month == month ? seconds : nil
  }

  /// From March 1 of year 0.
  private static let daysFromYear0To1970 = 719_468
}

extension Int {
  /// Decimal digits, with zeros before them; more than `digits` where the number has more.
  func padded(_ digits: Int) -> String {
    let text = String(self)
    let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: Swift.max(digits - text.utf8.count, 0))
    return String(decoding: zeros + text.utf8, as: UTF8.self)
  }
}
