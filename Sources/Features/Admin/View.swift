import CGIAuthCore
import CGIAuthTransfer

/// What an administrator looks at.
enum View {
  /// Everybody, from a place of the list on.
  case users(ListPlace?)
  /// Those whose addresses have a part in them.
  case found([UInt8])
  case user(UserHandle)
  case named(EmailAddress)
  /// The question whether a user is to be removed.
  case removal(UserHandle)
  case group([UInt8])
  case log(LogView)
  case settings
  case doctor
  /// Those whom an administrator has to let in.
  case waiting
  case invitations
  /// Invitations that were made, with their links.
  case invited([Administration.Made])
  case backups
  /// The files of users to import.
  case imports
  /// What lets a user choose a new password.
  case link(User, String)

  /// How many users a page has, and how many are found at most.
  static let pageCount = 50, maxFound = 200

  /// What the query asks for.
  init(queryOf request: Request) {
    let query = FormBody(queryOf: request)
    if let handle = query["user"].flatMap({ UserHandle($0) }) {
      self = query["remove"] == nil ? .user(handle) : .removal(handle)
    } else if let group = query["group"], !group.isEmpty {
      self = .group(group)
    } else if let log = LogView(query) {
      self = .log(log)
    } else if query["settings"] != nil {
      self = .settings
    } else if query["waiting"] != nil {
      self = .waiting
    } else if query["invitations"] != nil {
      self = .invitations
    } else if query["doctor"] != nil {
      self = .doctor
    } else if query["backup"] != nil {
      self = .backups
    } else if query["import"] != nil {
      self = .imports
    } else {
      self = .users(query["from"].flatMap { ListPlace($0) })
    }
  }

  /// Where somebody was who asked for something that is refused.
  init(after action: AdminAction?, _ fields: BodyFields) {
    switch action {
    case .addToGroup, .removeFromGroup:
      if let email = fields["email"].flatMap({ EmailAddress($0) }) {
        self = .named(email)
      } else if let group = fields["group"], !group.isEmpty {
        self = .group(group)
      } else {
        self = .users(nil)
      }
    case .invite, .inviteAgain, .withdraw: self = .invitations
    case .approve: self = .waiting
    case .disable, .enable, .remove, .endSessions, .recover:
      self = fields["email"].flatMap { EmailAddress($0) }.map { .named($0) } ?? .users(nil)
    case .backup, .removeBackup: self = .backups
    case .importFile, .removeImport: self = .imports
    default: self = .users(nil)
    }
  }

  /// The place of a group's page.
  static func place(ofGroup name: [UInt8], _ call: Call) -> LocalPath {
    call.place(of: .admin).adding(query: "group=\(LocalPath.queryValue(of: name))")
  }

  /// What is seen.
  ///
  /// - Parameters:
  ///   - problem: why something was refused that was asked for here.
  ///   - typed: what was sent with it.
  func outcome(
    for person: Person, _ call: Call, problem: Refusal? = nil, typed: BodyFields? = nil
  ) throws(Refusal) -> Outcome {
    let (json, main) = try content(for: person, call, AdminForms(call, person, problem, typed))
    let page = { (pages: Pages) throws(ConfigurationError) -> Response in
      try call.adminPage(pages, of: person, problem, main)
    }
    if let problem { return .refused(problem, page: page) }
    return .shown(json: { .json(JSONObject(members: json)) }, page: page)
  }

  private typealias Content = (json: [JSONObject.Member], page: AdminPage)

  private func content(
    for person: Person, _ call: Call, _ forms: AdminForms
  ) throws(Refusal) -> Content {
    let users = call.users
    switch self {
    case .users(let place):
      let page = try Refusal.taking(store: try users.list(from: place, count: Self.pageCount))
      return (
        [
          .init("users", .array(page.users.map { .object($0.object) })),
          .init("next", page.next.map { .text($0.text) } ?? .null),
        ], .users(page, forms)
      )
    case .found(let part):
      let found = try Refusal.taking(store: try users.search(part, maxCount: Self.maxFound))
      return (Self.members(found), .found(found.users, isCut: found.isCut, forms))
    case .group(let name):
      let found = try Refusal.taking(store: try users.members(of: name, maxCount: Self.maxFound))
      return (Self.members(found), .group(name, found.users, isCut: found.isCut, forms))
    case .user(let handle):
      guard let user = try Refusal.taking(store: try users.user(handle)) else { throw .userUnknown }
      return try Self.content(user, handle, call, forms)
    case .named(let email):
      guard let user = try Refusal.taking(store: try users.user(email)),
        let handle = try Refusal.taking(store: try users.handle(of: user))
      else { throw .userUnknown }
      return try Self.content(user, handle, call, forms)
    case .removal(let handle):
      guard let user = try Refusal.taking(store: try users.user(handle)) else { throw .userUnknown }
      return (Users.Listed(user: user, handle: handle).object.members, .removal(user, handle, forms))
    case .log(let log):
      let part = try log.read(call)
      return (
        [
          .init("lines", .array(part.lines.map { .text($0) })),
          .init("before", part.before.map { .number(JSONNumber($0)) } ?? .null),
        ], .log(log, part, forms)
      )
    case .link(let user, let link):
      return ([.init("message", .text("Link made")), .init("link", .text(link))], .link(user, link, forms))
    case .waiting:
      let found = try Refusal.taking(store: try users.waiting(maxCount: Self.maxFound))
      return (Self.members(found), .waiting(found.users, isCut: found.isCut, forms))
    case .invitations:
      let open = try call.administration(by: person).invitations()
      return (
        [
          .init("invitations", .array(open.map { .object($0.invitation.object($0.key)) }))
        ],
        .invitations(open, forms)
      )
    case .invited(let made):
      return (
        [
          .init("message", .text("Invited")), .init("invitations", .array(made.map { .object($0.object) })),
        ], .invited(made, forms)
      )
    case .doctor:
      let findings = Doctor(call).findings
      return ([.init("checks", .array(findings.map { .object($0.object) }))], .doctor(findings, forms))
    case .backups:
      let folder = BackupFolder(in: call.configuration.dataDirectory)
      let names = try Refusal.taking(system: try folder.names())
      let backups = names.compactMap { folder.entry(of: $0) }
      return (
        [
          .init("folder", .text(BackupFolder.name)),
          .init("backups", .array(backups.map { .object($0.object) })),
        ], .backups(backups, forms)
      )
    case .imports:
      let entries: [ImportFolder.Entry]
      do throws(ImportError) { entries = try call.importFolder(of: forms.person).entries() } catch {
        throw Refusal(error)
      }
      return ([.init("files", .array(entries.map { .object($0.object) }))], .imports(entries, forms))
    case .settings:
      let settings = try Refusal.taking(
        configuration: try call.configuration.overview(of: call.request.environment))
      return ([.init("settings", .array(settings.map { .object($0.object) }))], .settings(settings, forms))
    }
  }

  private static func content(
    _ user: User, _ handle: UserHandle, _ call: Call, _ forms: AdminForms
  ) throws(Refusal) -> Content {
    let count = try Refusal.taking(store: try call.sessions.entries(of: user, now: call.clock.now())).count
    return (
      Users.Listed(user: user, handle: handle).object.members + [
        .init("sessions", .number(JSONNumber(count)))
      ],
      .user(user, handle, sessions: count, forms)
    )
  }

  private static func members(_ found: (users: [Users.Listed], isCut: Bool)) -> [JSONObject.Member] {
    [
      .init("users", .array(found.users.map { .object($0.object) })),
      .init("more", .bool(found.isCut)),
    ]
  }
}
