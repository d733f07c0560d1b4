import Foundation
import Synchronization
import CGIAuthHarness

/// A Chromium without a screen and with a profile of its own, driven by chromedriver. With the last reference
/// to it, another test may have it, emptied.
final class Browser: Sendable {
  /// What differs from a Chromium as it is installed.
  struct Options: Hashable, Sendable {
    /// Whether pages may run scripts; off is what a person sets in the browser.
    var runsScripts = true
    /// What the person reads, best first.
    var languages = "en-US,en"
    /// Whether a page that is left stays in memory, as it is, for the Back button.
    var keepsLeftPages = true
  }

  /// What runs: the driver with its browser, the profile and everything else that they write.
  private final class Session: Sendable {
    let options: Options
    let driver: WebDriver
    let process: RunningCommand
    let folder: TemporaryFolder

    init(_ options: Options, _ driver: WebDriver, _ process: RunningCommand, _ folder: TemporaryFolder) {
      (self.options, self.driver, self.process, self.folder) = (options, driver, process, folder)
    }

    deinit {
      try? driver.command("", method: "DELETE")
      process.stop()
    }
  }

  private let session: Session
  var driver: WebDriver { session.driver }

  /// The names that lead to this machine. Each is a site of its own, and no other name can be looked up.
  private static let hostRules =
    "MAP site.test 127.0.0.1, MAP other.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"

  /// Starts a browser, or takes one that another test has left, with nothing in it of what was.
  ///
  /// Chromium's own start is not what is tested, and now and then, on a machine that is busy, it ends instead
  /// (chromedriver: "Chrome instance exited"): three tries, each with a driver and a profile of its own.
  init(_ options: Options = Options()) throws {
    if let session = Self.takeResting(options) {
      self.session = session
      return
    }
    var failures: [String] = []
    while true {
      do {
        session = try Self.start(options)
        return
      } catch {
        failures.append("\(error)")
        if failures.count == 3 {
          throw WebDriver.Failure(description: failures.joined(separator: "\n"))
        }
      }
    }
  }

  private static func start(_ options: Options) throws -> Session {
    let folder = try TemporaryFolder()
    var environment = ProcessInfo.processInfo.environment
    for name in ["HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] { environment[name] = folder.root }
    let process = try RunningCommand(
      watched: Tool.chromedriver.path(), ["--port=0", "--log-path=\(folder.path("log"))"],
      environment: environment)
    do {
      let driver = try session(at: address(of: process), options, profile: folder.path("profile"))
      return Session(options, driver, process, folder)
    } catch {
      process.stop()
      let log = (try? folder.text("log")) ?? ""
      throw WebDriver.Failure(description: "\(error)\n\(log.suffix(2_000))")
    }
  }

  /// Browsers that nobody uses, the last one used last. A start takes as long as a test.
  private static let resting = Mutex<[Session]>([])

  deinit {
    let session = session
    let left = Self.resting.withLock { resting in
      resting.append(session)
      // One with scripts and one without, mostly.
      return resting.count > 2 ? resting.removeFirst() : nil
    }
    withExtendedLifetime(left) {}
  }

  /// Ends the browsers that nobody uses.
  static func stopResting() {
    let left = resting.withLock { resting in
      defer { resting = [] }
      return resting
    }
    withExtendedLifetime(left) {}
  }

  private static func takeResting(_ options: Options) -> Session? {
    let session = resting.withLock { resting in
      resting.firstIndex { $0.options == options }.map { resting.remove(at: $0) }
    }
    // One that cannot be emptied is left to its end.
    guard let session, (try? empty(session.driver)) != nil else { return nil }
    return session
  }

  /// Leaves a browser with one window, which is new: without history, emulated media or
  /// size, cookies, cache, or log.
  private static func empty(_ driver: WebDriver) throws {
    struct Window: Decodable { let handle: String }
    let old = try driver.command("/window/handles", as: [String].self)
    let new = try driver.command("/window/new", ["type": "tab"], as: Window.self).handle
    for handle in old {
      try driver.command("/window", ["handle": handle])
      try driver.command("/window", method: "DELETE")
    }
    try driver.command("/window", ["handle": new])
    for name in ["Network.clearBrowserCookies", "Network.clearBrowserCache"] {
      try driver.command("/goog/cdp/execute", ["cmd": name, "params": [String: Any]()])
    }
    for type in ["browser", "performance"] { try driver.command("/se/log", ["type": type]) }
  }

  /// Where the driver listens: it says so once it does.
  private static func address(of process: RunningCommand) throws -> String {
    var port: Substring?
    try eventually("chromedriver listens: \(process.outputSoFar)\(process.errorsSoFar)") {
      port = process.outputSoFar.firstMatch(of: #/started successfully on port (\d+)/#)?.1
      return port != nil || !process.isRunning
    }
    guard let port else {
      throw WebDriver.Failure(
        description: "chromedriver did not start: \(process.outputSoFar)\(process.errorsSoFar)")
    }
    return "http://127.0.0.1:\(port)"
  }

  private static func session(at address: String, _ options: Options, profile: String) throws -> WebDriver {
    let arguments = [
      "--headless=new",
      // Tests may run as root, and in containers.
      "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
      // By a pipe instead of a port: the browser ends with its driver.
      "--remote-debugging-pipe",
      "--user-data-dir=\(profile)", "--host-resolver-rules=\(hostRules)", "--window-size=1000,800",
      // Here http is a case to be tested, not one to be mended.
      "--disable-features=HttpsUpgrades,HttpsFirstBalancedMode,HttpsFirstBalancedModeAutoEnable"
        + (options.keepsLeftPages ? "" : ",BackForwardCache"),
    ]
    let preferences: [String: Any] = [
      "intl.accept_languages": options.languages,
      "profile.managed_default_content_settings.javascript": options.runsScripts ? 1 : 2,
      // No bubble takes the focus to offer to keep a password.
      "credentials_enable_service": false,
    ]
    let capabilities: [String: Any] = [
      "browserName": "chrome", "acceptInsecureCerts": true,
      "timeouts": ["script": 300_000, "pageLoad": 300_000],
      "goog:loggingPrefs": ["browser": "ALL", "performance": "ALL"],
      "goog:chromeOptions": ["args": arguments, "prefs": preferences],
    ]
    struct Session: Decodable { let sessionId: String }
    let session = try WebDriver(address: address).command(
      "/session", ["capabilities": ["alwaysMatch": capabilities]], as: Session.self)
    return WebDriver(address: "\(address)/session/\(session.sessionId)")
  }
}
