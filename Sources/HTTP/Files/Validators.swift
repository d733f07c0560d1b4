/// What tells one state of a file from another, for clients that have a copy.
struct Validators: Hashable {
  let entityTag: EntityTag
  let lastModified: HTTPDate
  /// Whether the time alone is sure to tell two states apart: the file has been as it is for more than a
  /// second (RFC 9110 section 8.8.2.2).
  let isTimeStrong: Bool

  /// The validators of a file. The tag is the one Apache makes of size and time (`FileETag MTime Size`): weak
  /// while the file may still change within the same instant.
  ///
  /// - Parameters:
  ///   - size: in bytes.
  ///   - modified: seconds since 1970, and nanoseconds.
  ///   - now: seconds since 1970.
  init(size: Int, modified: (seconds: Int, nanoseconds: Int), now: Int) {
    let (whole, overflow) = modified.seconds.multipliedReportingOverflow(by: 1_000_000)
    let microseconds = overflow ? 0 : whole &+ modified.nanoseconds / 1000
    isTimeStrong = now - 1 > modified.seconds
    entityTag = EntityTag(
      isWeak: !isTimeStrong,
      opaque: Array(
        "\(String(UInt(size.magnitude), radix: 16))-\(String(UInt(bitPattern: microseconds), radix: 16))".utf8
      ))
    // A time to come is not told (section 8.8.2.1).
    lastModified = HTTPDate(seconds: min(modified.seconds, now))
  }
}

/// What a request with conditions is to get.
enum Verdict: Hashable {
  /// The file, of which a Range field may pick a part.
  case proceed(rangeCounts: Bool)
  /// 304.
  case notModified
  /// 412.
  case failed

  /// Judges the conditions of a GET or HEAD, in the order of RFC 9110 section 13.2.2. A date that is
  /// malformed is no condition.
  ///
  /// - Parameter now: seconds since 1970.
  init(_ request: Request, _ validators: Validators, now: Int) {
    if let field = request.header("IF_MATCH") {
      let isMet =
        switch EntityTagList(field) {
        case .any: true
        case .tags(let tags): tags.contains { $0.matchesStrongly(validators.entityTag) }
        case nil: false
        }
      guard isMet else { self = .failed; return }
    } else if let field = request.header("IF_UNMODIFIED_SINCE"), let date = HTTPDate(field, now: now),
      validators.lastModified.seconds > date.seconds
    {
      self = .failed
      return
    }
    if let field = request.header("IF_NONE_MATCH") {
      let isKnown =
        switch EntityTagList(field) {
        case .any: true
        case .tags(let tags): tags.contains { $0.matchesWeakly(validators.entityTag) }
        case nil: false
        }
      guard !isKnown else { self = .notModified; return }
    } else if let field = request.header("IF_MODIFIED_SINCE"), let date = HTTPDate(field, now: now),
      validators.lastModified.seconds <= date.seconds
    {
      self = .notModified
      return
    }
    // Range is defined for GET alone (section 14.2).
    self = .proceed(
      rangeCounts: request.method == .get && Self.isCurrent(request.header("IF_RANGE"), validators, now: now))
  }

  /// Whether the client's part is of this state (section 13.1.5): by the tag or by the time,
  /// each of which must be strong.
  private static func isCurrent(_ field: [UInt8]?, _ validators: Validators, now: Int) -> Bool {
    guard let field else { return true }
    var rest = field.trimmingOptionalWhitespace
    if let tag = EntityTag(readingFrom: &rest) {
      return rest.isEmpty && tag.matchesStrongly(validators.entityTag)
    }
    guard let date = HTTPDate(field.trimmingOptionalWhitespace, now: now) else { return false }
    return validators.isTimeStrong && date == validators.lastModified
  }
}
