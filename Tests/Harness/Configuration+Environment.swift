@testable import CGIAuthCore

extension Configuration {
  /// What an environment, and a file that it names, set for programs in a folder.
  init(_ environment: Environment, programDirectory: String) throws(ConfigurationError) {
    self.init(programDirectory: programDirectory)
    try read(environment)
  }
}
