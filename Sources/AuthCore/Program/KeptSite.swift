/// The site of the last request whose settings could be read.
final class KeptSite {
  private(set) var site: Site?

  /// The site of the settings that a request came with.
  ///
  /// - Parameter configuration: the defaults, and what was set, as far as it was read.
  /// - Throws: what is wrong with the settings, the data folder or the key file.
  func site(
    _ environment: Environment, _ configuration: inout Configuration, _ randomness: Randomness
  ) throws(Failure) -> Site {
    let site = try Site(environment, &configuration, randomness)
    self.site = site
    return site
  }
}
