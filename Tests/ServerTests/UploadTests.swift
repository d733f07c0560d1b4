import CGIAuthHarness
import Foundation
import Synchronization
import Testing

/// scripts/upload, against a real SSH and a real FTP server.
@Suite struct UploadTests {
  /// A host that takes uploads into folders of a site, on a port of 127.0.0.1.
  final class Host: Sendable {
    enum Way: String, CaseIterable { case sftp, ftp }

    let way: Way
    private let root: String
    private let tools: TemporaryFolder
    private let port: Int
    /// What runs: one of them.
    private let server: RunningCommand?
    private let ftp: FTPServer?

    /// A host whose people see this folder, and what is in it.
    init(_ way: Way, _ root: String) throws {
      (self.way, self.root) = (way, root)
      let tools = try TemporaryFolder()
      self.tools = tools
      let path = tools.path
      func make(_ command: String) throws {
        let result = try run("/bin/sh", ["-ec", command, tools.root, root], workingFolder: tools.root)
        try #require(result.status == 0, "\(result.errors)")
      }
      switch way {
      case .sftp:
        let port = LiveServer.freePort()
        self.port = port
        ftp = nil
        try make("ssh-keygen -q -t ed25519 -N '' -f key; ssh-keygen -q -t ed25519 -N '' -f host")
        let host = try tools.text("host.pub")
        try tools.write("known", "[127.0.0.1]:\(port) \(host)")
        try tools.write(
          "sshd.conf",
          """
          Port \(port)
          ListenAddress 127.0.0.1
          HostKey \(path("host"))
          AuthorizedKeysFile \(path("key.pub"))
          StrictModes no
          PasswordAuthentication no
          KbdInteractiveAuthentication no
          UsePAM no
          PermitRootLogin prohibit-password
          PidFile none
          Subsystem sftp internal-sftp

          """)
        try tools.write(
          "ssh.conf",
          "IdentityFile \(path("key"))\nUserKnownHostsFile \(path("known"))\nBatchMode yes\n")
        try make(
          "mkdir bin; for p in ssh sftp; do printf '#!/bin/sh\\nexec /usr/bin/%s -F %s/ssh.conf \"$@\"\\n' "
            + "$p \"$0\" >bin/$p; chmod 755 bin/$p; done; [ \"$(id -u)\" != 0 ] || mkdir -p /run/sshd")
        let server = try RunningCommand(watched: "/usr/sbin/sshd", ["-D", "-e", "-f", path("sshd.conf")])
        self.server = server
        try eventually("it listens: \(server.errorsSoFar)") { LiveServer.isListening(port) }
      case .ftp:
        try make("chown -R www-data:www-data \"$1\"; chmod 755 \"$1\"")
        let ftp = try FTPServer(root)
        (self.ftp, server, port) = (ftp, nil, ftp.port)
      }
    }

    deinit { server?.stop() }

    /// Uploads what is in a folder, and leaves what it keeps in the folder of the tools.
    ///
    /// - Parameter isSeen: whether it writes to a terminal.
    func upload(
      _ from: String, to place: String = "cgi-bin", path: String = "", password: String = FTPServer.password,
      isSeen: Bool = false
    )
      throws -> CommandResult
    {
      let user = way == .sftp ? "\(NSUserName())@127.0.0.1:\(port)\(root)" : "you@127.0.0.1:\(port)"
      let words = ["\(Project.root)/scripts/upload", "\(way.rawValue)://\(user)/\(place)", from]
      let command = isSeen ? ["/usr/bin/script", "-qec", words.joined(separator: " "), "/dev/null"] : words
      return try run(
        command[0], Array(command.dropFirst()),
        environment: (ftp?.environment(password: password) ?? [:]).merging([
          "PATH": path + tools.path("bin") + ":/usr/bin:/bin", "HOME": tools.root,
        ]) { $1 }, workingFolder: tools.root)
    }

    /// The folders that were kept, the oldest first.
    func kept() throws -> [String] {
      try tools.names().filter { $0.hasPrefix("before-upload.") }.map { tools.path($0) }
    }

    /// A command that stands before the real one of its name.
    func replace(_ name: String, _ script: String) throws -> String {
      try tools.makeFolder("fake")
      try tools.write("fake/\(name)", "#!/bin/sh\n\(script)\n")
      _ = try run("/bin/chmod", ["755", tools.path("fake/\(name)")])
      return tools.path("fake") + ":"
    }
  }

  private let home: TemporaryFolder
  private let new: TemporaryFolder

  init() throws {
    home = try TemporaryFolder()
    new = try TemporaryFolder()
    try home.makeFolder("cgi-bin")
    // Bytes that text mode would change.
    let program = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 5) } + Array("\r\n\n\r".utf8)
    for name in ["login.cgi", "register.cgi"] { try new.write(name, Array(name.utf8) + program) }
    try new.write("notes.txt", "no program")
  }

  private func expectNew() throws {
    #expect(try home.names("cgi-bin") == ["login.cgi", "register.cgi"])
    for name in ["login.cgi", "register.cgi"] {
      let isSame = try home.bytes("cgi-bin/\(name)") == new.bytes(name)
      #expect(isSame)
      #expect(try home.permissions("cgi-bin/\(name)") == 0o755)
    }
  }

  @Test(arguments: Host.Way.allCases)
  func putsProgramsThereAndGoesBack(_ way: Host.Way) throws {
    try home.write("cgi-bin/login.cgi", "the old one\r\n")
    let host = try Host(way, home.root)
    let result = try host.upload(new.root)
    #expect(result.status == 0, "\(result.text)\(result.errors)")
    try expectNew()
    let kept = try #require(try host.kept().first)
    #expect(result.text.hasSuffix("\(kept.split(separator: "/").last ?? "")\n"))
    #expect(try host.upload(kept).status == 0)
    #expect(try home.text("cgi-bin/login.cgi") == "the old one\r\n")
    #expect(try home.permissions("cgi-bin/login.cgi") == 0o755)
  }

  /// A meter for each program, where somebody looks; nothing of it in a log.
  @Test func showsHowFarItIsOverSFTP() throws {
    let host = try Host(.sftp, home.root)
    let seen = try host.upload(new.root, isSeen: true)
    #expect(seen.status == 0, "\(seen.text)")
    for name in ["login.cgi", "register.cgi"] {
      #expect(seen.text.contains(try Regex("\(name) +100% +293KB")), "\(seen.text)")
    }
    try expectNew()
    let unseen = try host.upload(new.root)
    #expect(unseen.status == 0 && !unseen.text.contains("100%"))
  }

  /// What an upload in text mode, or a full disk, leaves.
  @Test(arguments: Host.Way.allCases)
  func changesNothingWhereASizeDiffers(_ way: Host.Way) throws {
    try home.write("cgi-bin/login.cgi", "the old one")
    let host = try Host(way, home.root)
    let client = way == .sftp ? "sftp" : "lftp"
    // Behind the real one, somebody writes to what was uploaded.
    let fake = try host.replace(
      client,
      "PATH=${PATH#*:}; \(client) \"$@\"; status=$?; file=\(home.path("cgi-bin/register.cgi.new")); "
        + "[ ! -e $file ] || echo >>$file; exit $status")
    let result = try host.upload(new.root, path: fake)
    #expect(result.status == 1)
    #expect(result.errors.contains("upload: register.cgi has 300016 bytes here and 300017 there"))
    #expect(try home.names("cgi-bin") == ["login.cgi"])
    #expect(try home.text("cgi-bin/login.cgi") == "the old one")
  }

  @Test(arguments: Host.Way.allCases)
  func putsBackWhatWasThereWhereARenameFails(_ way: Host.Way) throws {
    // A folder in the place of the second program: no file takes its name.
    try home.write("cgi-bin/login.cgi", "the old one")
    try home.makeFolder("cgi-bin/register.cgi/full")
    let host = try Host(way, home.root)
    let result = try host.upload(new.root)
    #expect(result.status == 1, "\(result.text)\(result.errors)")
    #expect(result.errors.contains("putting back what was there"))
    #expect(try home.names("cgi-bin") == ["login.cgi", "register.cgi"])
    #expect(try home.text("cgi-bin/login.cgi") == "the old one")
  }

  @Test func takesNoWrongPasswordAndNoFTPWithoutTLS() throws {
    let host = try Host(.ftp, home.root)
    let result = try host.upload(new.root, password: "ten herons")
    #expect(result.status == 1)
    #expect(try home.names("cgi-bin") == [])
    #expect(try host.upload(new.root, to: "none").status == 1)
  }

  @Test(arguments: [
    [], ["www.example.com"], ["http://www.example.com/cgi-bin"], ["sftp://www.example.com"],
    ["sftp://www.example.com/cgi-bin", "/nonexistent"], ["ftp://a b/cgi-bin"], ["ftp://h/cgi-bin;rm", "x"],
  ])
  func saysInOneLineWhatItCannotDo(_ words: [String]) throws {
    let result = try run(
      "\(Project.root)/scripts/upload", words, environment: ["PATH": "/usr/bin:/bin"], workingFolder: new.root
    )
    #expect(result.status == 2)
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  /// An upgrade, and one back, while people use the site: no request fails.
  @Test(arguments: ServerVariant.http)
  func replacesProgramsUnderLoad(_ variant: ServerVariant) throws {
    let server = try LiveServer(variant)
    let host = try Host(.sftp, server.folder.root)
    let programs = "\(Project.root)/cgi-bin"
    let isDone = Mutex(false)
    let counts = onThreads(3) { number -> (asked: Int, failed: [String]) in
      guard number > 0 else {
        let result = Result {
          try (0..<3).map { _ in try host.upload(programs).status }
        }
        isDone.withLock { $0 = true }
        return (0, (try? result.get()) == [0, 0, 0] ? [] : ["\(result)"])
      }
      var asked = 0
      var failed: [String] = []
      while !isDone.withLock({ $0 }) {
        asked += 1
        let answer = Result { try server.send("GET", "/cgi-bin/protected.cgi") }
        if (try? answer.get().status) != 401 { failed.append("\(answer)") }
      }
      return (asked, failed)
    }
    #expect(counts.flatMap(\.failed) == [])
    #expect(counts.map(\.asked).reduce(0, +) > 10)
  }
}
