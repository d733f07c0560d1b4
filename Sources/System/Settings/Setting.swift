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
          return SettingSyntax.mustBe(unit, range)
        }
        set(&values, number)
      case .choice(let yes, let no, let set):
        let isYes = value.isEqual(to: yes)
        guard isYes || value.isEqual(to: no) else { return SettingSyntax.mustBe(yes, or: no) }
        set(&values, isYes)
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
    if let requirement = SettingSyntax.problem(of: value) ?? kind.take(value, &values) {
      throw SettingSyntax.error(key, requirement, at: place)
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

/// What is the same for settings of all kinds of values, and so is in a program once.
private enum SettingSyntax {
  /// What no value may be; nil where it is none of that.
  @inline(never) static func problem(of value: [UInt8]) -> String? {
    if value.isEmpty { return "must not be empty" }
    if value.contains(where: { $0.isASCIIControl }) { return "must not have control characters" }
    let isQuoted = value[0] == UInt8(ascii: "\"") || value[0] == UInt8(ascii: "'")
    return isQuoted ? "must not be in quotes" : nil
  }

  @inline(never) static func mustBe(_ unit: StaticString, _ range: ClosedRange<Int>) -> String {
    "must be a whole number of \(unit) from \(range.lowerBound) to \(range.upperBound)"
  }

  @inline(never) static func mustBe(_ yes: StaticString, or no: StaticString) -> String {
    "must be \(yes) or \(no)"
  }

  @inline(never) static func error(
    _ key: StaticString, _ requirement: String, at place: ConfigurationError.Place
  ) -> ConfigurationError {
    // A variable is named already.
    if case .variable = place { return ConfigurationError(place, requirement) }
    return ConfigurationError(place, "\(key) \(requirement)")
  }
}

/// The words of a list, which commas, spaces and tabs separate.
package func words(_ value: [UInt8]) -> [ArraySlice<UInt8>] {
  value.split { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") || $0 == 0x09 }
}
