package import CGIAuthLibC

/// Somebody at a shell, and the site on whose data he works.
package struct Shell {
  package let process: CommandProcess
  /// The variables that are settings. Nothing else that is set at a shell is of a request.
  private let environment: Environment

  /// How long one access waits for others, in milliseconds.
  private static let maxWaitMilliseconds = 30_000

  /// - Parameter data: the data folder, as it was typed; nil where the programs find it.
  package init(_ process: CommandProcess, data: [UInt8]?) {
    self.process = process
    var strings = process.environment.variables(withPrefix: "AUTH_", or: "JWT_").strings
    if let data {
      strings.removeAll { $0.begins(with: "AUTH_DATA_DIR=") }
      // As everybody at a shell means it: from the working directory.
      let path = OpenedPath.realPath(ofFolder: data) ?? data
      strings.append(Array("AUTH_DATA_DIR=".utf8) + path)
    }
    environment = Environment(strings: strings)
  }

  // MARK: Whose data it is

  /// Why somebody cannot work on the data.
  package enum Stranger: Error {
    /// There is no such folder.
    case noData(String)
    /// The system has no such user.
    case unknownUser
    /// It has to be said as whom.
    case ambiguous
    /// The data is another user's, of this name.
    case another(String)
    /// The system did not make the process that user's; the name.
    case refused(String)
    /// That user may not run the program; the name.
    case notStarted(String)
  }

  /// Leaves what root may do: the process becomes the owner of the data folder, or the user who is named,
  /// before it opens anything there. What root made there the programs could not read.
  ///
  /// - Parameter name: a user of the system, by name or number; nil for the owner.
  package func becomeOwner(named name: [UInt8]?) throws(Stranger) {
    guard let folder = status(of: ""), folder.fileType == .folder else { throw .noData(place) }
    // In a folder that a group writes to, the files are those of the programs' user.
    let owner = status(of: "\(Users.tableName).gdbm") ?? folder
    let isOfOne = owner.st_uid == folder.st_uid
    if let name {
      let number = wholeNumber(name).flatMap { uid_t(exactly: $0) }
      guard let user = SystemUser(name) ?? number.map({ SystemUser(id: $0, group: folder.st_gid) }) else {
        throw .unknownUser
      }
      return try become(user)
    }
    let ownerUser = SystemUser(id: owner.st_uid, group: owner.st_gid)
    if process.userID == 0 {
      guard isOfOne, owner.st_uid != 0 else { throw .ambiguous }
      return try become(ownerUser)
    }
    guard process.userID == owner.st_uid else { throw .another(ownerUser.name) }
  }

  private func become(_ user: SystemUser) throws(Stranger) {
    guard user.id != process.userID else { return }
    guard process.userID == 0 else { throw .another(user.name) }
    do throws(CommandProcess.Failure) { try process.goOn(as: user) } catch {
      switch error {
      case .refused: throw .refused(user.name)
      case .notStarted: throw .notStarted(user.name)
      }
    }
  }

  /// The data folder as far as that is known before a file is opened. One that `auth.conf` names belongs to
  /// the same user, or is then out of reach.
  private var place: String {
    guard let value = environment[Setting.dataDirectory.variable.description] else {
      return DataPlace(for: process.programDirectory, environment).folder
    }
    return Configuration(programDirectory: process.programDirectory).resolved(value)
  }

  private func status(of name: String) -> stat? {
    var status = stat()
    return stat(name.isEmpty ? place : "\(place)/\(name)", &status) == 0 ? status : nil
  }

  // MARK: The site

  /// What is done on the data, as a request of nobody.
  ///
  /// - Throws: what is wrong with the settings or the data folder.
  package func call() throws(Failure) -> Call {
    var configuration = Configuration(programDirectory: process.programDirectory)
    let site: Site
    do throws(Failure) {
      site = try Site(environment, &configuration, .system, signs: false)
    } catch {
      Site.errorLog(of: configuration)?.append(error.logLine, now: Clock.system.now())
      throw error
    }
    let request: Request
    do {
      request = try Request(
        environment: Environment(strings: environment.strings + [Array("REQUEST_METHOD=GET".utf8)]),
        body: .bytes([]))
    } catch { throw .internal("a request") }
    return Call(request, to: site, clock: .system, maxWaitMilliseconds: Self.maxWaitMilliseconds)
  }

  /// What came of a mail.
  package enum Delivery {
    case sent
    /// It was not taken; what the error log says last, if anything.
    case failed(String?)
    /// It is to be sent later.
    case waits
  }

  /// Has a test mail sent to a user, and waits for what comes of it, a minute at most.
  ///
  /// - Throws: 403 where this site sends no mail, 503 where the mail cannot be kept.
  package func sendTestMail(to user: User, _ call: Call) throws(Refusal) -> Delivery {
    guard let mail = try call.mailIfOn() else { throw .mailIsOff }
    let outbox = call.site.outbox
    let (waiting, tries) = (outbox.names, outbox.failedTries)
    let givenUp = try failures(of: user, call)
    try call.post(.test, to: user.email, by: mail)
    let added = outbox.names.filter { name in !waiting.contains { $0.isEqual(to: name) } }
    call.afterwards?.start()
    call.afterwards = nil
    // After a failure the sender leaves the server alone for a while.
    let deadline = Deadline(milliseconds: tries > 0 ? 10_000 : 60_000)
    while outbox.names.contains(where: { name in added.contains { $0.isEqual(to: name) } }) {
      if outbox.failedTries > tries { return .failed(Doctor(call).lastMailLine) }
      if deadline.hasPassed { return .waits }
      call.clock.pause(50)
    }
    return try failures(of: user, call) > givenUp ? .failed(Doctor(call).lastMailLine) : .sent
  }

  /// How many mails to a user were given up, as far as the audit log tells.
  private func failures(of user: User, _ call: Call) throws(Refusal) -> Int {
    try call.trail(of: user).lines.reduce(0) {
      $0 + ($1.contains(bytes: Array("\"event\":\"mail-failed\"".utf8)) ? 1 : 0)
    }
  }

  /// Tells the logs what was done, and starts what is to be started then.
  package func finish(_ call: Call) {
    call.tell { process.complain($0) }
    call.afterwards?.start()
  }
}

extension Program {
  /// Does what somebody asks for at a shell, and exits with the status that the work gives
  /// (`Gateway.runCommand`).
  package static func runCommand(_ work: (CommandProcess) -> Int32) -> Never { Gateway.runCommand(work) }
}
