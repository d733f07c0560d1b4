/// One setting: its key in the file, its variable in the environment, and what its value does to a `Values`:
/// the `Configuration`, for what every program knows, or a feature's own.
package struct Setting<Values>: Sendable {
  package let key: StaticString
  package let variable: StaticString
  private let kind: Kind

  /// What values a setting takes, and what they do. No closure has anything to hold:
  /// every process makes them all.
  private enum Kind: Sendable {
    /// Takes a value over, or returns what it must be.
    case text(@Sendable (_ value: [UInt8], _ values: inout Values) -> StaticString?)
    /// A whole number in a range.
    case number(
      unit: StaticString, ClosedRange<Int>,
      @Sendable (_ values: inout Values, _ number: Int) -> Void)
    /// One of two words.
    case choice(
      yes: StaticString, no: StaticString,
      @Sendable (_ values: inout Values, _ isYes: Bool) -> Void)

    /// Takes a value over, or returns what it must be.
    func take(_ value: [UInt8], _ values: inout Values) -> String? {
      switch self {
      case .text(let take):
        if let requirement = take(value, &values) { return requirement.description }
      case .number(let unit, let range, let set):
        guard let number = wholeNumber(value), range.contains(number) else {
          return "must be a whole number of \(unit) from \(range.lowerBound) to \(range.upperBound)"
        }
        set(&values, number)
      case .choice(let yes, let no, let set):
        guard value.isEqual(to: yes) || value.isEqual(to: no) else { return "must be \(yes) or \(no)" }
        set(&values, value.isEqual(to: yes))
      }
      return nil
    }
  }

  /// Takes a value over.
  ///
  /// - Throws: an error that says where the value stands and what it must be.
  func apply(
    _ value: [UInt8], to values: inout Values, at place: ConfigurationError.Place
  ) throws(ConfigurationError) {
    let subject = if case .variable = place { "" } else { "\(key) " }
    guard !value.isEmpty else { throw ConfigurationError(place, "\(subject)must not be empty") }
    guard !value.contains(where: { $0.isASCIIControl }) else {
      throw ConfigurationError(place, "\(subject)must not have control characters")
    }
    guard value.first != UInt8(ascii: "\""), value.first != UInt8(ascii: "'") else {
      throw ConfigurationError(place, "\(subject)must not be in quotes")
    }
    if let requirement = kind.take(value, &values) {
      throw ConfigurationError(place, "\(subject)\(requirement)")
    }
  }

  package init(
    _ key: StaticString, _ variable: StaticString,
    _ take: @escaping @Sendable (_ value: [UInt8], _ values: inout Values) -> StaticString?
  ) {
    self.key = key
    self.variable = variable
    kind = .text(take)
  }

  package init(
    _ key: StaticString, _ variable: StaticString, of unit: StaticString, _ range: ClosedRange<Int>,
    _ set: @escaping @Sendable (_ values: inout Values, _ number: Int) -> Void
  ) {
    self.key = key
    self.variable = variable
    kind = .number(unit: unit, range, set)
  }

  package init(
    _ key: StaticString, _ variable: StaticString, yes: StaticString, no: StaticString,
    _ set: @escaping @Sendable (_ values: inout Values, _ isYes: Bool) -> Void
  ) {
    self.key = key
    self.variable = variable
    kind = .choice(yes: yes, no: no, set)
  }
}

/// The words of a list, which commas, spaces and tabs separate.
package func words(_ value: [UInt8]) -> [ArraySlice<UInt8>] {
  value.split { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") || $0 == 0x09 }
}
