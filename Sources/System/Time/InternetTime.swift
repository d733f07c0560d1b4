/// A moment in UTC as RFC 3339 section 5.6 writes it, such as `2026-11-23T20:00:00Z`.
///
/// - Parameter seconds: since 1970, without leap seconds; from 1970 to 9999, what is
///   outside is moved to the edge.
package func internetTime(_ seconds: Int) -> String {
  let time = CivilTime(seconds)
  return "\(time.year.padded(4))-\(time.month.padded(2))-\(time.day.padded(2))T"
    + "\((time.second / 3600).padded(2)):\((time.second / 60 % 60).padded(2)):\((time.second % 60).padded(2))Z"
}
