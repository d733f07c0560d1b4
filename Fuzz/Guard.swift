import CGIAuthLibC

@testable import CGIAuthCore
@testable import CGIAuthGuard

/// The lines are a file's path, a URL, a file's name and how it begins, `guard_interpreter`; the rest is a
/// `.htguard`, and the variables of a request. What a URL names lies in its folder, no source is sent, and
/// a script learns no setting.
func checkGuard(_ input: [UInt8]) {
  let parts = lines(input, 6)
  checkDivision(file: parts[0], url: parts[1])
  checkWalk(parts[1])
  let interpreters = parts[4].split(separator: UInt8(ascii: ",")).compactMap { GuardInterpreter($0) }
  for interpreter in interpreters {
    let text = interpreter.suffix + Array(" ".utf8) + interpreter.program
    claim(GuardInterpreter(text[...]) == interpreter, "an interpreter does not read back")
  }
  checkKind(name: parts[2], beginning: parts[3], interpreters)
  checkRules(parts[5])
  checkEnvironment(parts[5].split(separator: UInt8(ascii: "\n")).map { Array($0) })
}

// MARK: Paths

private let slash = UInt8(ascii: "/")

private func joined(_ parts: [[UInt8]]) -> [UInt8] { parts.flatMap { [slash] + $0 } }

private func checkDivision(file: [UInt8], url: [UInt8]) {
  func last(_ path: [UInt8]) -> ArraySlice<UInt8> { path[(path.lastIndex(of: slash) ?? 0)...] }
  guard let path = GuardedPath(file: file, url: url) else {
    let areAlike = file.first == slash && url.first == slash && last(file) == last(url)
    claim(!areAlike, "two paths that end alike have nothing in common")
    return
  }
  claim(path.base + joined(path.components) == file, "base and components are not the file's path")
  claim(path.baseURL + joined(path.components) == url, "base and components are not the URL")
  claim(!path.components.isEmpty && path.components.allSatisfy { !$0.contains(slash) }, "a component is none")
  claim(
    path.base.isEmpty || path.baseURL.isEmpty || last(path.base) != last(path.baseURL),
    "more is in common than was found")
}

/// A folder with a file, a folder, a link that leads out of it, and something hidden.
private let folder: [UInt8] = {
  guard let here = getcwd(nil, 0) else { fatalError("no folder") }
  defer { free(here) }
  let folder = String(cString: here) + "/.build-fuzz/guarded"
  for name in ["", "/sub", "/.hidden"] { mkdir(folder + name, 0o700) }
  symlink("/", folder + "/link")
  for name in ["/a.txt", "/sub/b", "/.hidden/c", "/.d"] { fclose(fopen(folder + name, "a")) }
  return Array(folder.utf8)
}()

private func checkWalk(_ url: [UInt8]) {
  guard !url.contains(0), let path = GuardedPath(file: folder + url, url: url) else { return }
  claim(path.base == folder, "a URL chose its folder")
  var depth = 0
  func enter(_ folder: OpenedPath) throws(Refusal) { depth += 1 }
  guard let target = try? path.walk(enter), case .file(let file) = target else { return }
  claim(
    file.path + file.rest == folder + url && file.url + file.rest == url, "a file is not what was asked for")
  claim(
    ["/a.txt", "/sub/b"].contains { file.url == Array($0.utf8) },
    "a file was given that is hidden, or outside")
  claim(depth >= file.path.count { $0 == slash }, "a folder was not entered")
}

// MARK: Scripts

private func checkKind(name: [UInt8], beginning: [UInt8], _ interpreters: [GuardInterpreter]) {
  let beginning = Array(beginning.prefix(ScriptKind.sniffedBytes))
  func kind(_ name: [UInt8], _ mode: mode_t) -> ScriptKind {
    ScriptKind(name: name, mode: mode, beginning: beginning, interpreters: interpreters)
  }
  let (sent, run) = (kind(name, 0o644), kind(name, 0o755))
  claim(sent != .executable, "a file runs that is not executable")
  claim(sent == run || run == .executable, "a permission does more than to let a script run")
  if case .interpreted(let program) = run {
    let suffixes = interpreters.filter { $0.program == program }.map { $0.suffix }
    claim(suffixes.contains { name.asciiLowercased.suffix($0.count) == $0[...] }, "another interpreter runs")
  }
  if beginning.starts(with: "#!".utf8) || beginning.starts(with: "<?php".utf8) {
    claim(sent != .file && run != .file, "a source is sent")
  }
  claim(kind(name.asciiLowercased, 0o644) == sent, "the case of letters counts")
  if ScriptKind.isNameOfSource(name.asciiLowercased, interpreters) {
    for copy in ["~", ".bak", ".1", ".2024-01-01"] {
      claim(kind(name + Array(copy.utf8), 0o644) != .file, "a copy of a source is sent")
    }
  }
}

private func checkEnvironment(_ variables: [[UInt8]]) {
  let url = Array("/sub/b/rest".utf8)
  guard let path = GuardedPath(file: folder + url, url: url), let email = EmailAddress(Array("a@b.c".utf8)),
    let target = try? path.walk({ _ throws(Refusal) in }), case .file(let file) = target
  else { fatalError("no file") }
  let token = AccessToken(
    subject: "1", email: email, issuedAt: 0, expiresAt: 1, id: "2", session: nil, sessionID: nil)
  let user = ScriptUser(session: Session(token: token, user: nil), groups: ["staff"], name: "Ada")
  for way in [Handover.Way.action, .interpreter] {
    let strings = ScriptEnvironment(
      Environment(strings: variables), way, path, file, user, cookies: [], isInterpreted: true
    ).strings
    let environment = Environment(strings: strings)
    for (name, value) in [
      ("SCRIPT_NAME", "/sub/b"), ("PATH_INFO", "/rest"), ("REMOTE_USER", "a@b.c"), ("AUTH_USER_ID", "1"),
      ("AUTH_GROUPS", "staff"), ("AUTH_NAME", "Ada"), ("AUTH_TYPE", "Bearer"),
    ] { claim(environment[name] == Array(value.utf8), "a variable is another's") }
    claim(environment["HTTP_PROXY"] == nil, "a client chose a script's proxy")
    for name in environment.names {
      var name = String(decoding: name, as: UTF8.self)
      if ["AUTH_TYPE", "AUTH_USER_ID", "AUTH_GROUPS", "AUTH_NAME"].contains(name) { continue }
      while name.hasPrefix("REDIRECT_") { name.removeFirst("REDIRECT_".count) }
      claim(!name.hasPrefix("JWT_"), "a script learns a secret")
      claim(!name.hasPrefix("AUTH_"), "a script learns a setting")
    }
  }
}

// MARK: Rules

private func checkRules(_ content: [UInt8]) {
  let requirements: [GroupRequirement]
  do { requirements = try FolderRules.requirements(content) } catch {
    claim(error.text.hasPrefix(".htguard"), "an error names no file")
    claim(!error.text.utf8.contains(where: \.isASCIIControl), "an error has a control character")
    return
  }
  claim(!requirements.isEmpty, "a file without a rule lets everybody in")
  for requirement in requirements { checkRequirement(requirement) }
  let again = requirements.map {
    Array("guard_require = group ".utf8) + $0.groups.joined(separator: " ".utf8)
  }
  claim(
    (try? FolderRules.requirements(Array(again.joined(separator: "\n".utf8)))) == requirements,
    "a rule changes")
}

/// A requirement names groups, each of which meets it, and nobody else.
func checkRequirement(_ requirement: GroupRequirement) {
  claim(!requirement.groups.isEmpty, "a rule is for no group")
  claim(!requirement.isMet(by: []), "somebody in no group is let in")
  for group in requirement.groups {
    claim(
      !group.isEmpty && !group.contains(where: " \t,:".utf8.contains), "a group has a name that none can have"
    )
    if let name = String(validating: group, as: UTF8.self) {
      claim(requirement.isMet(by: [name]), "a group does not meet its rule")
      let isNamed = requirement.groups.contains(group + [UInt8(ascii: "x")])
      claim(requirement.isMet(by: [name + "x"]) == isNamed, "another group meets a rule")
    }
  }
}
