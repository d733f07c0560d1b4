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

  /// One line for the web server's log, its reason word first.
  var logLine: String {
    switch kind {
    case .value: "config-invalid \(text)"
    case .owner: "config-owner \(text)"
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
