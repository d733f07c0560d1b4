import CGIAuthHarness
import Foundation
import Testing

extension ServerTests {
  /// Mail under real servers: the answer waits for no mail server, and the mail outlives the request.
  @Suite struct MailServerTests {
    static let variants = ServerVariant.http + ServerVariant.fastCGI

    private func server(_ variant: ServerVariant, mail: String) throws -> LiveServer {
      let settings = [
        "AUTH_SITE_URL": "http://club.example", "AUTH_MAIL_FROM": "no-reply@club.example", "AUTH_MAIL": mail,
      ]
      return try LiveServer(variant, settings: LiveServer.cheapHash.merging(settings) { $1 })
    }

    private func expectEmpty(_ server: LiveServer) throws {
      try eventually("an empty outbox") {
        try FileManager.default.contentsOfDirectory(atPath: server.data("outbox"))
          .filter { $0.first?.isNumber ?? false }.isEmpty
      }
    }

    @Test(arguments: variants) func recoversAPassword(_ variant: ServerVariant) throws {
      let kept = try TemporaryFolder.forEverybody()
      let folder = kept.path("mail")
      let server = try server(variant, mail: "file:" + folder)
      #expect(try server.post("register", .user("ada@example.com")).status == 200)
      let asked = try server.post("recover", .json(#"{"email":"ada@example.com"}"#))
      #expect(asked.message == "If that address has an account, a mail is on its way")
      let mail = try MailRead.all(in: folder, atLeast: 1)[0]
      let link = try #require(mail.links.first)
      #expect(link.hasPrefix("http://club.example/cgi-bin/recover.cgi?t="))
      let ticket = link.split(separator: "=")[1]
      let body = #"{"t":"\#(ticket)","newPassword":"ten herons at dawn"}"#
      #expect(try server.post("recover", .json(body)).status == 200)
      #expect(try server.post("login", .user("ada@example.com", "ten herons at dawn")).status == 200)
      #expect(try MailRead.all(in: folder, atLeast: 2).count == 2)
      try expectEmpty(server)
    }

    /// A mail server that takes the connection and says nothing: the answer is there while it is waited for,
    /// and the next ones come, too.
    @Test(arguments: variants) func waitsForNoMailServer(_ variant: ServerVariant) throws {
      let silent = try SilentServer()
      let server = try server(variant, mail: "smtp://127.0.0.1:\(silent.port)")
      #expect(try server.post("register", .user("ada@example.com")).status == 200)
      for _ in 1...2 {
        let asked = try server.post("recover", .json(#"{"email":"ada@example.com"}"#))
        #expect(asked.status == 200)
      }
      try eventually("the sender asks the mail server") { silent.hasConnection }
      // While it does, everything else goes on.
      #expect(try server.post("login", .user("ada@example.com")).status == 200)
      #expect(try server.get("recover", headers: ["Accept: text/html"]).status == 200)
      silent.end()
      // It breaks off: the mails are kept, and the reason is in the log.
      try eventually("the failure in the log") {
        (try? String(contentsOfFile: server.data("error.log"), encoding: .utf8))?.contains(" mail-") ?? false
      }
      let waiting = try FileManager.default.contentsOfDirectory(atPath: server.data("outbox"))
      #expect(waiting.filter { $0.first?.isNumber ?? false }.count == 2)
    }

    /// As on shared hosts.
    @Test(arguments: ServerVariant.http.filter(\.software.isApache))
    func recoversAPasswordUnderSuexec(_ variant: ServerVariant) throws {
      let server = try LiveServer.underSuexec(variant)
      try server.folder.makeFolder("auth-data")
      try server.folder.makeFolder("mail")
      try server.folder.write(
        "auth-data/auth.conf",
        """
        password_hash = \(CGISite.cheapHash)
        site_url = http://club.example
        mail_from = no-reply@club.example
        mail = file:\(server.folder.path("mail"))

        """)
      try server.folder.give(["auth-data", "mail"], to: LiveServer.customer)
      try #require(try server.post("register", .user("ada@example.com")).status == 200, "\(server.log)")
      #expect(try server.post("recover", .json(#"{"email":"ada@example.com"}"#)).status == 200)
      let mail = try MailRead.all(in: server.folder.path("mail"), atLeast: 1)[0]
      let ticket = try #require(mail.links.first).split(separator: "=")[1]
      let name = try #require(try server.folder.names("mail/new").first)
      var status = stat()
      try #require(stat(server.folder.path("mail/new/\(name)"), &status) == 0)
      #expect(status.st_uid == 65534)
      let body = #"{"t":"\#(ticket)","newPassword":"ten herons at dawn"}"#
      #expect(try server.post("recover", .json(body)).status == 200)
      #expect(try server.post("login", .user("ada@example.com", "ten herons at dawn")).status == 200)
    }

    /// What a mail scanner does with a link: HEAD, GET, redirects, the forms of the pages by GET, all at
    /// once. As a visitor and as somebody who is logged in. Nothing changes, and the link is good after it.
    @Test(arguments: ServerVariant.http) func noScannerUsesALink(_ variant: ServerVariant) throws {
      let kept = try TemporaryFolder.forEverybody()
      let folder = kept.path("mail")
      let server = try server(variant, mail: "file:" + folder)
      #expect(try server.post("register", .user("ada@example.com")).status == 200)
      let login = try server.post("login", .user("ada@example.com"))
      #expect(try server.post("recover", .json(#"{"email":"ada@example.com"}"#)).status == 200)
      let wish =
        #"{"action":"change-email","currentPassword":"nine herons at dawn","newEmail":"new@example.com"}"#
      #expect(try server.post("account", .json(wish), headers: ["Cookie: \(login.cookies)"]).status == 200)
      let mails = try MailRead.all(in: folder, atLeast: 2)
      let places = try mails.map { mail in
        let link = try #require(mail.links.first)
        return String(link.dropFirst("http://club.example".count))
      }
      try expectEmpty(server)
      func state() throws -> [String: Data] {
        var state: [String: Data] = [:]
        for name in ["users.gdbm", "undo.gdbm", "mail-1.table"] {
          state[name] = FileManager.default.contents(atPath: server.data(name))
        }
        state["outbox"] = Data(
          try FileManager.default.contentsOfDirectory(atPath: server.data("outbox")).sorted().joined().utf8)
        return state
      }
      let before = try state()
      for place in places {
        for cookies in [[], ["Cookie: \(login.cookies)"]] {
          for accept in ["Accept: */*", "Accept: text/html"] {
            _ = try server.send("HEAD", place, headers: cookies + [accept])
            // Following redirects, and keeping cookies on the way.
            for options in [[], ["-L"], ["-L", "-b", ""]] {
              _ = try server.send("GET", place, headers: cookies + [accept], options: options)
            }
          }
          // Its forms, sent by GET.
          let ticket = place.split(separator: "=")[1]
          for query in ["t=\(ticket)&newPassword=ten+herons+at+dawn", "t=\(ticket)&confirm=1"] {
            let program = place.prefix { $0 != "?" }
            _ = try server.send(
              "GET", "\(program)?\(query)", headers: cookies + ["Accept: text/html"], options: ["-L"])
          }
        }
      }
      #expect(try state() == before)
      let ticket = places[0].split(separator: "=")[1]
      let body = #"{"t":"\#(ticket)","newPassword":"ten herons at dawn"}"#
      #expect(try server.post("recover", .json(body)).status == 200)
    }
  }

  /// Listens, takes connections, and says nothing until its end.
  private final class SilentServer: Sendable {
    let port: Int
    private let process: RunningCommand

    init() throws {
      let port = LiveServer.freePort()
      let script = """
        import socket, sys
        listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
        kept = []
        print("ready", file=sys.stderr, flush=True)
        while True:
            kept.append(listener.accept())
            print("connection", file=sys.stderr, flush=True)
        """
      self.port = port
      process = try RunningCommand(watched: "/usr/bin/python3", ["-c", script, "\(port)"])
      let process = process
      try eventually("it listens") { process.errorsSoFar.contains("ready") }
    }

    var hasConnection: Bool { process.errorsSoFar.contains("connection") }

    func end() { process.stop() }
  }
}
