import CGIAuthLibC

/// The site of the last request whose settings could be read. By FastCGI it is kept for the next one that
/// comes with the same settings, as long as no file has changed that it was made of.
final class KeptSite {
  private(set) var site: Site?
  /// Where to write why the last request had no site; nil where the data folder is what cannot be used.
  private(set) var errorLog: ErrorLog?
  /// The settings that the request brought.
  private var settings = Environment([])
  /// The files that it was made of, as they were; nil where they had changed so lately that another change
  /// might not show.
  private var files: [SeenFile]?
  /// Those that were not in the data folder. They are not while that is as it was.
  private var missing: [SeenFile] = []

  /// The site of the settings that a request came with.
  ///
  /// - Parameter keeps: whether there will be other requests.
  /// - Throws: what is wrong with the settings, the data folder or the key file.
  func site(
    _ environment: Environment, _ programDirectory: String, _ randomness: Randomness, keeps: Bool
  ) throws(Failure) -> Site {
    if keeps, let site = try current(environment) { return site }
    let began = Clock.system.now()
    let site: Site
    var configuration = Configuration(programDirectory: programDirectory, randomness)
    do { site = try Site(environment, &configuration, randomness, isKept: keeps) } catch {
      errorLog = Site.errorLog(of: configuration)
      throw error
    }
    self.site = site
    if keeps { noteFiles(since: began, environment) }
    return site
  }

  /// The site that was kept, where it is that of a request; nil where it has to be made anew.
  private func current(_ environment: Environment) throws(Failure) -> Site? {
    guard let site, let files, environment.has(settings, withPrefix: "AUTH_", or: "JWT_") else { return nil }
    let directory = site.configuration.dataDirectory
    let began = Clock.system.now()
    let stamp = directory.stamp
    let isSameFolder = directory.readers?.isKept(stamp) == true
    guard stamp.isOfSomething, files.allSatisfy({ $0.isAsItWas }),
      isSameFolder || missing.allSatisfy({ $0.isAsItWas })
    else { return nil }
    if !isSameFolder {
      do { try site.checkDataDirectory() } catch {
        errorLog = Site.errorLog(of: site.configuration)
        throw error
      }
      directory.readers?.keep(stamp, seenAt: began)
    }
    return site
  }

  /// Notes the files that the site was made of.
  ///
  /// - Parameter began: when that began, in seconds since 1970.
  private func noteFiles(since began: Int, _ environment: Environment) {
    (files, missing) = (nil, [])
    guard let site, let paths = site.files else { return }
    settings = environment.variables(withPrefix: "AUTH_", or: "JWT_")
    var seen: [SeenFile] = []
    var status = stat()
    for path in paths {
      let file = SeenFile(path, FileStamp(path: path))
      guard file.stamp.isSettled(at: began) else { return }
      // Not even a link, which might lead to something later. What is named in another folder is there.
      if lstat(path, &status) != 0, errno == ENOENT { missing.append(file) } else { seen.append(file) }
    }
    files = seen
  }
}
