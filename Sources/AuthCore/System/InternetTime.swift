/// A moment in UTC as RFC 3339 section 5.6 writes it, such as `2026-11-23T20:00:00Z`.
///
/// Not by gmtime_r(3), which opens the host's /etc/localtime.
///
/// - Parameter seconds: since 1970, without leap seconds; from 1970 to 9999, what is outside is moved to the edge.
func internetTime(_ seconds: Int) -> String {
  let seconds = min(max(seconds, 0), 253_402_300_799)
  let (day, second) = seconds.quotientAndRemainder(dividingBy: 86_400)
  // Years begin in March here, so that a leap day is the last day of its year: the months before it have the same
  // lengths in every year, and a sum of 153 days repeats every five of them. The first such year is 0.
  let sinceMarch = day + 719_468
  let (era, dayOfEra) = sinceMarch.quotientAndRemainder(dividingBy: 146_097)
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthFromMarch = (5 * dayOfYear + 2) / 153
  let dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
  let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  let year = 400 * era + yearOfEra + (month <= 2 ? 1 : 0)
  func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: digits - text.utf8.count) + text
  }
  return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))T"
    + "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))Z"
}
