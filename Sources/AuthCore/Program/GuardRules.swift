/// Which groups folders are for, as it is set.
struct GuardRules {
  /// All of them count (`guard_require`); none by default: everybody who is logged in.
  var rules: [GuardRule] = []

  /// Reads them.
  ///
  /// - Throws: an error that says where a value stands and what it must be.
  init(_ configuration: Configuration) throws(ConfigurationError) {
    try configuration.read(Self.all, into: &self)
    rules = rules.map {
      GuardRule(folder: configuration.resolved(Array($0.folder.utf8)), requirement: $0.requirement)
    }
  }
}
