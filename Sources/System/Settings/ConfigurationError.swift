/// A setting that cannot be taken. Names where it stands, never its value, which could be a secret.
public struct ConfigurationError: Error, Hashable, Sendable {
  /// Where a setting stands.
  package enum Place: Hashable, Sendable {
    case variable(String)
    /// A line of a file, counted from 1.
    case line(Int, of: String)
    case file(String)
    case setting(String)
  }

  /// What is wrong with it.
  package enum Kind: Hashable, Sendable {
    case value
    /// A file or folder of a user who is not to be believed (`TrustedOwner`).
    case owner
    /// What the programs may not use, because they do not run as the owner of their files.
    case user
    /// A folder that the web server gives to everybody.
    case exposed

    /// What is wrong with permissions.
    static var ofPermissions: Kind { TrustedOwner.isProgramOfAnother ? .user : .value }
  }

  let kind: Kind
  let place: Place
  /// What is wrong, as a sentence without its subject.
  let problem: String

  package init(_ place: Place, _ problem: String, _ kind: Kind = .value) {
    self.kind = kind
    self.place = place
    self.problem = problem
  }

  /// Whether it is about a setting and not about the place where that was set.
  func isOf(_ setting: StaticString) -> Bool {
    if case .setting(let key) = place { Array(key.utf8).isEqual(to: setting) } else { false }
  }

  /// One line for the web server's log, its reason word first.
  var logLine: String {
    switch kind {
    case .value: "config-invalid \(text)"
    case .owner: "config-owner \(text)"
    case .user: TrustedOwner.problem(text)
    case .exposed: "data-dir-exposed \(text)"
    }
  }

  /// Where it stands and what is wrong.
  var text: String {
    switch place {
    case .variable(let name): "\(name) \(problem)"
    case .line(let number, let file): "\(file) line \(number): \(problem)"
    case .file(let file): "\(file): \(problem)"
    case .setting(let key): "\(key) \(problem)"
    }
  }
}
