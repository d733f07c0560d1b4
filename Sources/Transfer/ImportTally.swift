package import CGIAuthCore

/// What came of an import so far.
package struct ImportTally: Sendable {
  /// How many lines of those that are not taken are kept.
  package static let maxRefusals = 50

  /// A line that is not taken.
  package struct Refusal: Sendable {
    package let number: Int
    package let fault: ImportFault
  }

  /// Users who were added; in a trial, who would be.
  package internal(set) var added = 0
  /// Those whose address had an account before, which stays as it is.
  package internal(set) var present = 0
  /// How many lines are not taken.
  package internal(set) var refused = 0
  /// Of those who were added, how many have no password until they choose one.
  package internal(set) var withoutPassword = 0
  /// Of those who were added, how many were left out of the administrators' group.
  package internal(set) var leftOutOfAdministrators = 0
  /// The first of those that are not taken.
  package internal(set) var refusals: [Refusal] = []

  mutating func refuse(_ number: Int, _ fault: ImportFault) {
    refused += 1
    if refusals.count < Self.maxRefusals { refusals.append(Refusal(number: number, fault: fault)) }
  }

  /// The report as programs see it.
  ///
  /// - Parameter unit: what is numbered.
  package func members(_ unit: ImportFormat.Unit) -> [JSONObject.Member] {
    func number(_ number: Int) -> JSONValue { .number(JSONNumber(number)) }
    return [
      .init("added", number(added)), .init("present", number(present)), .init("refused", number(refused)),
      .init("without_password", number(withoutPassword)),
      .init("left_out_of_administrators", number(leftOutOfAdministrators)),
      .init("unit", .text(unit.word)),
      .init(
        "refusals",
        .array(
          refusals.map {
            .object(
              JSONObject(members: [
                .init("number", number($0.number)), .init("reason", .text($0.fault.rawValue)),
              ]))
          })),
    ]
  }
}

extension ImportFormat.Unit {
  /// What it is called.
  package var word: String {
    switch self {
    case .line: "line"
    case .row: "row"
    case .record: "record"
    }
  }
}
