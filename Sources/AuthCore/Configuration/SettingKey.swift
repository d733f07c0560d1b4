/// Which setting: a place in the list of all, those that every program knows first.
struct SettingKey: Equatable {
  /// In `Setting.common`, or behind it in `ofFeatures`.
  let place: Int

  /// All of them.
  static var all: [SettingKey] {
    (0..<Setting.common.count + ofFeatures.count).map { SettingKey(place: $0) }
  }

  private init(place: Int) { self.place = place }

  private init?(_ isIt: (_ key: StaticString, _ variable: StaticString) -> Bool) {
    let common = Setting.common
    if let place = common.firstIndex(where: { isIt($0.key, $0.variable) }) {
      self.place = place
    } else if let place = Self.ofFeatures.firstIndex(where: { isIt($0.key, $0.variable) }) {
      self.place = common.count + place
    } else {
      return nil
    }
  }

  /// The setting of a key of the file.
  init?(_ key: [UInt8]) { self.init { name, _ in key.isEqual(to: name) } }

  /// The place of the setting of a key; nil where there is none.
  static func place(of key: [UInt8]) -> Int? { SettingKey(key)?.place }

  /// The setting of a line, whose place `place(of:)` has found.
  init(_ line: ConfigurationFile.Line) { place = line.setting }

  /// The setting of a variable.
  init?(variable: ArraySlice<UInt8>) { self.init { _, name in variable.isEqual(to: name) } }

  /// The key, as the file has it.
  var text: StaticString {
    let common = Setting.common
    return place < common.count ? common[place].key : Self.ofFeatures[place - common.count].key
  }

  /// Its variable in the environment.
  var variable: StaticString {
    let common = Setting.common
    return place < common.count ? common[place].variable : Self.ofFeatures[place - common.count].variable
  }

  /// What it does to the configuration; nil where that is a feature's affair.
  var common: Setting<Configuration>? {
    let common = Setting.common
    return place < common.count ? common[place] : nil
  }
}

/// A value of a setting that only one feature reads, as it was set.
struct SetValue: Sendable {
  let key: StaticString
  let value: [UInt8]
  let place: ConfigurationError.Place
}
