import Foundation

extension LiveServer {
  /// The user and the group that suexec runs the programs as.
  public static let customer = (name: "nobody", group: "nogroup")

  /// An Apache as shared hosts have it: suexec runs the programs as the customer, to whom they belong, and
  /// keeps the server's settings from them. Needs root. Debian's suexec starts what is below /var/www, where
  /// it can write its log.
  ///
  /// - Parameters:
  ///   - isPlain: whether it knows nothing of the project.
  ///   - isOwner: whether the site's folder and its pages belong to the customer, too.
  public static func underSuexec(
    _ variant: ServerVariant, isPlain: Bool = false, isOwner: Bool = false
  ) throws -> LiveServer {
    for folder in ["/var/www", "/var/log/apache2"] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    let server = try LiveServer(
      variant, settings: [:],
      configuration: { _ in
        """
        LoadModule suexec_module /usr/lib/apache2/modules/mod_suexec.so
        Suexec On
        SuexecUserGroup \(customer.name) \(customer.group)

        """
      }, isPlain: isPlain, in: "/var/www/")
    // What the server puts into its folder is the server's, and has to be there before that is another's.
    let names = ["server.pid"] + (variant.software == .apacheEvent ? ["cgid.sock"] : [])
    // Apache puts its process id behind the name of the socket.
    try eventually("\(names): \(server.log)") {
      let there = try server.folder.names()
      return names.allSatisfy { name in there.contains { $0.hasPrefix(name) } }
    }
    // The customer has to get there, and Apache, where the folder is the customer's.
    guard chmod(server.folder.root, 0o755) == 0 else { throw POSIXError(.EPERM) }
    try server.folder.give(["cgi-bin"] + (isOwner ? ["public"] : []), to: customer)
    if isOwner { try server.folder.give(["."], to: customer, deeply: false) }
    return server
  }
}

extension TemporaryFolder {
  /// Gives what is in it to a user and a group of the system. Needs root.
  ///
  /// - Parameter deeply: whether what is in those folders is given, too.
  public func give(_ names: [String], to user: (name: String, group: String), deeply: Bool = true) throws {
    let result = try run(
      "/bin/chown", (deeply ? ["-R"] : []) + ["\(user.name):\(user.group)"] + names.map { path($0) })
    guard result.status == 0 else { throw Tool.Failure(description: result.errors) }
  }
}
