import CGIAuthLibC

/// Somebody on the way to what lies in a folder that is for some groups only.
package final class FolderAccess {
  package let session: Session
  package let call: Call
  private let rules: [GuardRule]
  private var known: [String]?

  /// - Throws: where the rules of the configuration cannot be read.
  package init(_ session: Session, _ call: Call) throws(Refusal) {
    self.session = session
    self.call = call
    rules = try Refusal.taking(configuration: try GuardRules(call.configuration)).rules
  }

  /// The groups of the person who is logged in, read once at most.
  package func groups() throws(Refusal) -> [String] {
    if let known { return known }
    let groups = try call.groups(of: session)
    known = groups
    return groups
  }

  /// Enters a folder, where every rule for it is met.
  ///
  /// - Throws: 403; 500 where a rule cannot be read.
  package func enter(_ folder: OpenedPath) throws(Refusal) {
    for requirement in try Refusal.taking(configuration: try requirements(of: folder)) {
      guard requirement.isMet(by: try groups()) else { throw .notPermitted }
    }
  }

  /// Enters every folder that a web server passes on its way to a file: those that the path names, links
  /// followed as the server does, and those that the last of them really lies in.
  ///
  /// What is not there has no rule: the server finds nothing there either.
  ///
  /// - Throws: as for one folder; 403 where one cannot be opened; 500 where this is no path from the root.
  package func enterFolders(to path: [UInt8]) throws(Refusal) {
    let slash = UInt8(ascii: "/")
    guard path.first == slash, !path.split(separator: slash).contains(where: { $0.isEqual(to: "..") }) else {
      throw .noPath
    }
    if rules.isEmpty, OpenedPath.isSurely(FolderRules.fileName, inNoFolderOnTheWayTo: path) { return }
    let folders: [OpenedPath]
    do { folders = try OpenedPath.folders(onTheWayTo: path) } catch {
      throw .unreadableFolder(error)
    }
    for (place, folder) in folders.enumerated()
    where !folders[..<place].contains(where: { $0.isSame(as: folder) }) { try enter(folder) }
  }

  private func requirements(of folder: OpenedPath) throws(ConfigurationError) -> [GroupRequirement] {
    var requirements = try FolderRules.requirements(in: folder)
    for rule in rules where try rule.applies(to: folder.status) { requirements.append(rule.requirement) }
    return requirements
  }
}

extension Refusal {
  /// It is not known what is asked about.
  static var noPath: Refusal {
    Refusal(Failure(.broken, "authorizer-path no path from the root names the file that is asked about"))
  }

  /// A folder on the way cannot be opened.
  static func unreadableFolder(_ error: SystemError) -> Refusal {
    Refusal(Failure(.forbidden, "authorizer-unreadable \(error.text)"))
  }
}
