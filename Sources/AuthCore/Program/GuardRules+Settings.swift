extension GuardRules {
  static let all: [Setting<GuardRules>] = [
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
    }
  ]
}
