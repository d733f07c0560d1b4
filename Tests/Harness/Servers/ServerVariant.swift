public import Testing

/// A web server in one of the forms that the programs are for.
public struct ServerVariant: Hashable, Sendable, CustomTestStringConvertible {
  /// What runs.
  public enum Software: String, CaseIterable, Sendable {
    /// Apache with threads and mod_cgid, as Debian installs it.
    case apacheEvent
    /// Apache with processes and mod_cgi.
    case apachePrefork
    /// lighttpd, as Debian installs it.
    case lighttpd

    /// Whether it is one of the Apaches.
    public var isApache: Bool { self != .lighttpd }
  }

  /// The server.
  public let software: Software
  /// Whether it speaks HTTPS, and nothing else.
  public let isHTTPS: Bool

  /// Whether the programs stay and answer by FastCGI.
  public let isFastCGI: Bool

  /// A server in one of its forms.
  public init(software: Software, isHTTPS: Bool, isFastCGI: Bool = false) {
    self.software = software
    self.isHTTPS = isHTTPS
    self.isFastCGI = isFastCGI
  }

  /// Servers with programs that stay.
  public static let fastCGI = [Software.lighttpd, .apacheEvent].map {
    ServerVariant(software: $0, isHTTPS: false, isFastCGI: true)
  }

  /// Every server, by HTTP and by HTTPS.
  public static let all = http + Software.allCases.map { ServerVariant(software: $0, isHTTPS: true) }

  /// Every server by HTTP, for what HTTPS makes no difference to.
  public static let http = Software.allCases.map { ServerVariant(software: $0, isHTTPS: false) }

  /// The scheme of its addresses.
  public var scheme: String { isHTTPS ? "https" : "http" }

  /// The cookie's default name.
  public var cookieName: String { isHTTPS ? "__Host-authToken" : "authToken" }

  /// Its name among the arguments of a test.
  public var testDescription: String { "\(software.rawValue)-\(isFastCGI ? "fastcgi" : scheme)" }

  /// What tells scripts/serve to run this.
  public var environment: [String: String] {
    [
      "SERVER": software.isApache ? "apache" : "lighttpd",
      "MPM": software == .apachePrefork ? "prefork" : "event",
      "TLS": isHTTPS ? "1" : "", "FASTCGI": isFastCGI ? "1" : "",
    ]
  }

  /// The configuration that hands settings to the programs.
  public func configuration(of settings: [String: String]) -> String {
    guard !settings.isEmpty else { return "" }
    if software.isApache {
      return settings.map { "SetEnv \($0) \"\($1)\"\n" }.joined()
    }
    let pairs = settings.map { "\"\($0)\" => \"\($1)\"" }.joined(separator: ", ")
    return "server.modules += ( \"mod_setenv\" )\nsetenv.add-environment = ( \(pairs) )\n"
  }
}
