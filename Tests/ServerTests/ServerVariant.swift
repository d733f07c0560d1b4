import Testing

/// A web server in one of the forms that the programs are for.
struct ServerVariant: Hashable, Sendable, CustomTestStringConvertible {
  /// What runs.
  enum Software: String, CaseIterable, Sendable {
    /// Apache with threads and mod_cgid, as Debian installs it.
    case apacheEvent
    /// Apache with processes and mod_cgi.
    case apachePrefork
    case lighttpd

    var isApache: Bool { self != .lighttpd }
  }

  let software: Software
  let isHTTPS: Bool

  /// Every server, by HTTP and by HTTPS.
  static let all = http + Software.allCases.map { ServerVariant(software: $0, isHTTPS: true) }

  /// Every server by HTTP, for what HTTPS makes no difference to.
  static let http = Software.allCases.map { ServerVariant(software: $0, isHTTPS: false) }

  var scheme: String { isHTTPS ? "https" : "http" }

  /// The cookie's default name.
  var cookieName: String { isHTTPS ? "__Host-authToken" : "authToken" }

  var testDescription: String { "\(software.rawValue)-\(scheme)" }

  /// What tells scripts/serve to run this.
  var environment: [String: String] {
    [
      "SERVER": software.isApache ? "apache" : "lighttpd",
      "MPM": software == .apachePrefork ? "prefork" : "event",
      "TLS": isHTTPS ? "1" : "",
    ]
  }

  /// The configuration that hands settings to the programs.
  func configuration(of settings: [String: String]) -> String {
    guard !settings.isEmpty else { return "" }
    if software.isApache {
      return settings.map { "SetEnv \($0) \"\($1)\"\n" }.joined()
    }
    let pairs = settings.map { "\"\($0)\" => \"\($1)\"" }.joined(separator: ", ")
    return "server.modules += ( \"mod_setenv\" )\nsetenv.add-environment = ( \(pairs) )\n"
  }
}
