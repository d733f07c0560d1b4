extension Configuration {
  /// Every setting in its order, and where it comes from. The file is read once more.
  ///
  /// - Throws: where it cannot be read now.
  package func overview(of environment: Environment) throws(ConfigurationError) -> [MadeSetting] {
    let lines = try ConfigurationFile(optional: file, SettingKey.place)?.lines ?? []
    var settings: [MadeSetting] = []
    for key in SettingKey.all {
      let line = lines.first { $0.setting == key.place }
      if let value = environment[key.variable.description] {
        settings.append(MadeSetting(key: key.text.description, value: value, place: key.variable.description))
      } else {
        settings.append(
          MadeSetting(
            key: key.text.description, value: line?.value, place: line.map { "\($0.file):\($0.number)" }))
      }
    }
    return settings
  }
}

/// A setting as it was made.
package struct MadeSetting {
  package let key: String
  /// The value as it stands there; nil for the default.
  package let value: [UInt8]?
  /// The file and the line, or the variable; nil for the default.
  package let place: String?
}
