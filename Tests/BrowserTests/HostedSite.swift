import CGIAuthHarness
import Foundation
import Testing

/// A site on a host of somebody else's: its owner has FTP, and a browser. The server knows nothing of the
/// project, and where the programs go there is an empty folder.
final class HostedSite: Sendable {
  /// What runs the programs.
  enum Host: String, CaseIterable, Sendable {
    /// Apache with suexec: the programs run as the owner, who has an account of the host's.
    case apacheWithSuexec
    /// lighttpd, which runs as the owner itself.
    case lighttpd

    fileprivate var variant: ServerVariant {
      ServerVariant(software: self == .lighttpd ? .lighttpd : .apacheEvent, isHTTPS: true)
    }
  }

  let host: Host
  private let server: LiveServer
  /// The owner's way to the files.
  let ftp: FTPServer
  /// The address of the site, without a `/` at its end.
  let origin: String

  /// - Parameter isOther: whether browsers know it by another name than the first.
  init(_ host: Host, isOther: Bool = false) throws {
    self.host = host
    switch host {
    case .apacheWithSuexec:
      server = try LiveServer.underSuexec(host.variant, isPlain: true, isOwner: true)
      ftp = try FTPServer(server.folder.root, user: LiveServer.customer)
    case .lighttpd:
      // What a host does for a customer who asks for a guarded folder.
      let block = try Self.documented("lighttpd")
      server = try LiveServer(
        host.variant, settings: [:],
        configuration: { block.replacing("var.cgi_auth_programs + \"", with: "\"\($0)/cgi-bin") },
        isPlain: true)
      ftp = try FTPServer(server.folder.root)
    }
    origin = isOther ? server.otherSite : server.site
    for name in try server.folder.names("cgi-bin") {
      try FileManager.default.removeItem(atPath: server.folder.path("cgi-bin/\(name)"))
    }
  }

  /// The address of a program.
  func page(_ program: String, _ query: String = "") -> String {
    "\(origin)/cgi-bin/\(program).cgi\(query.isEmpty ? "" : "?\(query)")"
  }

  /// Uploads the programs as docs/host.md says: under other names, which they lose when they can be run.
  ///
  /// - Parameter folder: where they are at home.
  func upload(programs folder: String = "\(Project.root)/cgi-bin") throws {
    let names = (Project.programs + Project.helpers).map(Project.fileName)
    try ftp.give(
      names.map {
        "put \(folder)/\($0) -o cgi-bin/\($0).new\nchmod 755 cgi-bin/\($0).new\n"
          + "mv cgi-bin/\($0).new cgi-bin/\($0)"
      }.joined(separator: "\n"))
  }

  /// Puts a folder of the document root behind the login, as docs/guard.md says, for a group or for everybody
  /// who is logged in.
  func guardMembers(group: String?) throws {
    if host != .lighttpd { try ftp.put("public/members/.htaccess", Self.documented("apache")) }
    if let group { try ftp.put("public/members/.htguard", "guard_require = group \(group)\n") }
  }

  /// What the host's staff may read: the server's error log.
  var log: String { server.log }

  /// The last block of a server's configuration in docs/guard.md.
  private static func documented(_ software: String) throws -> String {
    let text = try String(contentsOfFile: Project.root + "/docs/guard.md", encoding: .utf8)
    let blocks = text.components(separatedBy: "```\(software)\n").dropFirst()
    return try #require(blocks.last?.components(separatedBy: "```").first)
  }
}
