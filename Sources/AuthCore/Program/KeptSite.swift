/// The site of the last request whose settings could be read. By FastCGI it is kept for the next one that
/// comes with the same settings, as long as no file has changed that it was made of.
final class KeptSite {
  private(set) var site: Site?
  /// The settings that the request brought.
  private var settings = Environment()
  /// The files that it was made of, as they were; nil where they had changed so lately that another change
  /// might not show.
  private var files: [SeenFile]?

  /// The site of the settings that a request came with.
  ///
  /// - Parameters:
  ///   - configuration: the defaults, and what was set, as far as it was read.
  ///   - keeps: whether there will be other requests.
  /// - Throws: what is wrong with the settings, the data folder or the key file.
  func site(
    _ environment: Environment, _ configuration: inout Configuration, _ randomness: Randomness, keeps: Bool
  ) throws(Failure) -> Site {
    guard keeps else {
      let site = try Site(environment, &configuration, randomness)
      self.site = site
      return site
    }
    let settings = environment.variables(withPrefix: "AUTH_", or: "JWT_")
    if let site, isCurrent, settings == self.settings {
      let directory = site.configuration.dataDirectory
      let began = Clock.system.now()
      let stamp = directory.stamp
      if directory.readers?.isKept(stamp) == true {
        configuration = site.configuration
        return site
      }
      if stamp.isOfSomething {
        configuration = site.configuration
        try site.checkDataDirectory()
        directory.readers?.keep(stamp, seenAt: began)
        return site
      }
    }
    let began = Clock.system.now()
    let site = try Site(environment, &configuration, randomness, isKept: true)
    self.site = site
    self.settings = settings
    let files = site.files?.map { SeenFile($0, FileStamp(path: $0)) }
    self.files = files?.allSatisfy({ $0.stamp.isSettled(at: began) }) ?? false ? files : nil
    return site
  }

  /// Whether the files are as they were.
  private var isCurrent: Bool {
    guard let files else { return false }
    return files.allSatisfy { $0.isAsItWas }
  }
}
