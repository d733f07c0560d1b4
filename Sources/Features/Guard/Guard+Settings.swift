import CGIAuthCore

/// What is set for guard.cgi alone.
struct GuardSettings {
  /// Which groups a guarded folder is for (`guard_require`), all of which count; none by default:
  /// everybody who is logged in.
  var rules: [GuardRule] = []
  /// What stands for a guarded folder where the web server names no file of it (`guard_index`).
  var index = [Array("index.html".utf8)]

  /// Reads them.
  ///
  /// - Throws: an error that says where a value stands and what it must be.
  init(_ configuration: Configuration) throws(ConfigurationError) {
    try configuration.read(Self.all, into: &self)
    rules = rules.map {
      GuardRule(folder: configuration.resolved(Array($0.folder.utf8)), requirement: $0.requirement)
    }
  }

  static let all: [Setting<GuardSettings>] = [
    // Guarded folders

    /// Which groups guarded folders are for, such as `/home/you/www/members/staff group staff, …`. People in
    /// one of the groups of a folder may enter it. Folders are relative to the folder of the program.
    /// Default: none.
    Setting("guard_require", "AUTH_GUARD_REQUIRE") { value, settings in
      var rules: [GuardRule] = []
      for text in value.split(separator: UInt8(ascii: ",")) {
        guard let (folder, requirement) = GuardRule.parts(of: text) else { rules = []; break }
        rules.append(GuardRule(folder: String(decoding: folder, as: UTF8.self), requirement: requirement))
      }
      settings.rules = rules
      return rules.isEmpty
        ? "must be folders and groups, such as /home/you/www/members group staff, separated by commas" : nil
    },
    /// Names of files, separated by commas, that stand for a guarded folder if the web server names none
    /// (`DirectoryIndex`).
    /// Default: `index.html`.
    Setting("guard_index", "AUTH_GUARD_INDEX") { value, settings in
      settings.index = words(value).map { Array($0) }
      let isGood = !settings.index.contains {
        $0.first == UInt8(ascii: ".") || $0.contains(UInt8(ascii: "/"))
      }
      return isGood && !settings.index.isEmpty
        ? nil : "must be names of files, such as index.html, separated by commas"
    },
  ]
}
