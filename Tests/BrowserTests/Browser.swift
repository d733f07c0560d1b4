import Foundation
import CGIAuthTestSupport

/// A Chromium without a screen and with a profile of its own, driven by chromedriver. It ends with the last reference to it.
final class Browser: Sendable {
  /// What differs from a Chromium as it is installed.
  struct Options: Sendable {
    /// Whether pages may run scripts; off is what a person sets in the browser.
    var runsScripts = true
    /// What the person reads, best first.
    var languages = "en-US,en"
    /// Whether a page that is left stays in memory, as it is, for the Back button.
    var keepsLeftPages = true
  }

  let driver: WebDriver
  private let process: RunningCommand
  /// The profile and everything else that it writes.
  private let folder: TemporaryFolder

  /// The names that lead to this machine. Each is a site of its own, and no other name can be looked up.
  private static let hostRules =
    "MAP site.test 127.0.0.1, MAP other.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"

  /// Starts a browser.
  ///
  /// Chromium's own start is not what is tested, and now and then, on a machine that is busy, it ends instead (chromedriver:
  /// "Chrome instance exited"): three tries, each with a driver and a profile of its own.
  init(_ options: Options = Options()) throws {
    var failures: [String] = []
    while true {
      do {
        (driver, process, folder) = try Self.start(options)
        return
      } catch {
        failures.append("\(error)")
        if failures.count == 3 {
          throw WebDriver.Failure(description: failures.joined(separator: "\n"))
        }
      }
    }
  }

  private static func start(_ options: Options) throws -> (WebDriver, RunningCommand, TemporaryFolder) {
    let folder = try TemporaryFolder()
    var environment = ProcessInfo.processInfo.environment
    for name in ["HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] { environment[name] = folder.root }
    let process = try RunningCommand(
      watched: Tool.chromedriver.path(), ["--port=0", "--log-path=\(folder.path("log"))"],
      environment: environment)
    do {
      let address = try address(of: process)
      return (try session(at: address, options, profile: folder.path("profile")), process, folder)
    } catch {
      process.stop()
      let log = (try? folder.text("log")) ?? ""
      throw WebDriver.Failure(description: "\(error)\n\(log.suffix(2_000))")
    }
  }

  deinit { stop() }

  /// Ends the browser and its driver.
  func stop() {
    try? driver.command("", method: "DELETE")
    process.stop()
  }

  /// Where the driver listens: it says so once it does.
  private static func address(of process: RunningCommand) throws -> String {
    let deadline = Date(timeIntervalSinceNow: 120)
    while true {
      if let match = process.outputSoFar.firstMatch(of: #/started successfully on port (\d+)/#) {
        return "http://127.0.0.1:\(match.1)"
      }
      guard process.isRunning, Date() < deadline else {
        throw WebDriver.Failure(
          description: "chromedriver did not start: \(process.outputSoFar)\(process.errorsSoFar)")
      }
      usleep(10_000)
    }
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
