import Foundation

/// A host's FTP server with TLS (RFC 4217) on a port of 127.0.0.1, by pure-ftpd. Its one customer, `you`,
/// sees a folder and what is in it, and nothing else. It ends with the last reference to it.
///
/// It becomes the customer's user: run as root, as in CI, or see this fail.
public final class FTPServer: Sendable {
  /// The port that it listens on.
  public let port = LiveServer.freePort()
  /// The customer's password.
  public static let password = "nine herons"
  private let tools: TemporaryFolder
  private let server: RunningCommand

  /// Starts a server and waits until it answers.
  ///
  /// - Parameters:
  ///   - root: the folder. The customer must be able to write there.
  ///   - user: the customer's user and group on the host, as chown(1) has them.
  public init(_ root: String, user: (name: String, group: String) = ("www-data", "www-data")) throws {
    let tools = try TemporaryFolder()
    self.tools = tools
    let made = try run(
      "/bin/sh",
      [
        "-ec",
        """
        openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
          -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem 2>/dev/null
        cat key.pem cert.pem >both.pem
        mkdir lftp
        echo "set ssl:ca-file $0/cert.pem" >lftp/rc
        printf '%s\\n%s\\n' "$4" "$4" |
          pure-pw useradd you -f passwd -F users -u "$2" -g "$3" -d "$1" -m
        """, tools.root, root, user.name, user.group, Self.password,
      ], workingFolder: tools.root)
    guard made.status == 0 else { throw Tool.Failure(description: "no FTP server: \(made.errors)") }
    server = try RunningCommand(
      watched: "/usr/sbin/pure-ftpd",
      [
        "-S", "127.0.0.1,\(port)", "-l", "puredb:" + tools.path("users"), "-E", "-Y", "2", "-2",
        tools.path("both.pem"), "-U", "133:022", "-u", "1", "-g", tools.path("pid"),
      ])
    let (port, server) = (port, server)
    try eventually("it listens: \(server.errorsSoFar)") { LiveServer.isListening(port) }
  }

  deinit { server.stop() }

  /// What tells lftp(1) whom to trust and what to say.
  ///
  /// - Parameter password: what the customer types.
  public func environment(password: String = password) -> [String: String] {
    ["LFTP_HOME": tools.path("lftp"), "LFTP_PASSWORD": password, "HOME": tools.root]
  }

  /// Gives commands of lftp(1), each a line. The first that fails is the last, and fails the test.
  ///
  /// - Returns: what they wrote.
  @discardableResult
  public func give(_ commands: String...) throws -> String {
    let script =
      """
      set cmd:fail-exit yes
      set net:max-retries 2
      set net:timeout 60
      set ftp:ssl-force yes
      set ftp:ssl-protect-data yes
      open --env-password ftp://you@127.0.0.1:\(port)

      """ + commands.joined(separator: "\n") + "\n"
    let result = try run(
      "/usr/bin/lftp", ["-f", "/dev/stdin"],
      environment: environment().merging(["PATH": "/usr/bin:/bin"]) { $1 }, input: Array(script.utf8),
      workingFolder: tools.root)
    guard result.status == 0 else {
      throw Tool.Failure(description: "lftp: \(commands): status \(result.status), \(result.errors)")
    }
    return result.text
  }

  /// Puts a text file into the folder, as somebody does who wrote it at home.
  public func put(_ name: String, _ content: String) throws {
    let file = "file-\(UInt32.random(in: .min ... .max))"
    try tools.write(file, content)
    try give("put \(tools.path(file)) -o \(name)")
  }

  /// Reads a text file.
  public func read(_ name: String) throws -> String { try give("cat \(name)") }
}
