import CGIAuthCore
import CGIAuthLibC
import CGIAuthTransfer

extension Call {
  /// How long one request imports, in milliseconds: no web server ends a program that soon.
  private static var maxImportMilliseconds: Int { 2_000 }
  private static var maxLockMilliseconds: Int { 500 }

  func importFolder(of person: Person) -> ImportFolder {
    ImportFolder(in: configuration.dataDirectory, person.administrators)
  }

  /// Where the files are listed.
  private var importPlace: LocalPath { place(of: .admin).adding(query: "import=") }

  /// Imports from a file, or checks it, as far as that goes in one request.
  func importFile(_ fields: BodyFields, _ person: Person) throws(Refusal) -> Outcome {
    let options = try importOptions(fields, person)
    let (name, file) = try importedFile(fields, person)
    let progress: ImportProgress
    do throws(ImportError) {
      progress = try imported(name, file, options, person)
    } catch { throw Refusal(error) }
    let message: StaticString =
      progress.isDone
      ? (options.isTrial ? "File checked" : "File imported") : "There is more of it: send it again"
    let place = importPlace
    return .shown(
      json: {
        .json(JSONObject(members: [.init("message", .text(message.description))] + progress.members(name)))
      },
      page: { _ in .seeOther(place) })
  }

  /// Removes a file, which has hashes.
  func removeImport(_ fields: BodyFields, _ person: Person) throws(Refusal) -> Outcome {
    let (name, file) = try importedFile(fields, person)
    try withExtendedLifetime(file) { () throws(Refusal) in
      try Refusal.taking(system: try importFolder(of: person).remove(name))
    }
    return .done("File removed", then: self.importPlace)
  }

  private func importOptions(_ fields: BodyFields, _ person: Person) throws(Refusal) -> ImportOptions {
    func isChosen(_ name: StaticString) -> Bool { fields[name].map { $0.isEqual(to: "yes") } ?? false }
    var options = ImportOptions(person.administrators)
    options.isTrial = isChosen("check")
    options.takesGroups = isChosen("groups")
    options.makesWithoutPasswords = isChosen("without_passwords")
    if let domain = fields["domain"], !domain.isEmpty {
      guard EmailAddress.isDomain(domain) else { throw .domainUnusable }
      options.domain = domain
    }
    return options
  }

  /// The file that is named, locked: two requests do not import it at once.
  ///
  /// - Throws: 404, or 503 where it is locked.
  private func importedFile(_ fields: BodyFields, _ person: Person) throws(Refusal) -> (String, File) {
    guard let name = fields["file"], !name.isEmpty else { throw .missing("file") }
    let file: File?
    do throws(ImportError) { file = try importFolder(of: person).open(name) } catch { throw Refusal(error) }
    guard let file else { throw .notFound }
    let end = Deadline(milliseconds: Self.maxLockMilliseconds)
    guard try Refusal.taking(system: try file.lock(LOCK_EX, until: end)) else {
      throw Refusal(Failure(StoreError.busy(table: "import")))
    }
    return (String(decoding: name, as: UTF8.self), file)
  }

  private func imported(
    _ name: String, _ file: File, _ options: ImportOptions, _ person: Person
  ) throws(ImportError) -> ImportProgress {
    let folder = importFolder(of: person)
    let now = clock.now()
    var run: ImportRun
    if let former = try folder.progress(of: name, file),
      let next = try ImportRun(file, goingOnFrom: former, options, site.passwords, now: now)
    {
      run = next
    } else {
      run = try ImportRun(file, nil, options, site.passwords, now: now)
      // Where that cannot be noted, nothing is begun that could not go on.
      try folder.save(try ImportProgress(run, of: file, isDone: false), of: name)
    }
    let administration = administration(by: person)
    let end = Deadline(milliseconds: Self.maxImportMilliseconds)
    var isDone = false
    var problem: ImportError?
    // Once at least, however slow the disk is.
    repeat {
      do throws(ImportError) { isDone = try administration.next(&run).isLast } catch { problem = error }
    } while !isDone && problem == nil && !end.hasPassed
    let progress = try ImportProgress(run, of: file, isDone: isDone)
    try folder.save(progress, of: name)
    if let problem { throw problem }
    return progress
  }
}

extension ImportProgress {
  /// How far it has come, as programs see it.
  func members(_ name: String) -> [JSONObject.Member] {
    [
      .init("file", .text(name)), .init("done", .bool(isDone)), .init("check", .bool(options.isTrial)),
    ] + tally.members(unit)
  }
}

extension Refusal {
  /// Why an import stopped.
  init(_ error: ImportError) {
    switch error {
    case .file(let error): self.init(Failure(error))
    case .unusable(let problem): self = .importUnusable(problem)
    case .store(let error): self.init(Failure(error))
    }
  }

  /// Users cannot be read from the file.
  static func importUnusable(_ problem: ImportProblem) -> Refusal {
    Refusal(
      .unprocessableContent, "import-unusable", "file cannot be imported: {}", field: "file",
      text: .importUnusable, problem.rawValue)
  }

  /// No address can have it behind the `@`.
  static var domainUnusable: Refusal {
    Refusal(
      .unprocessableContent, "domain-unusable", "domain must be what may stand behind the @ of an address",
      field: "domain", text: .domainUnusable)
  }
}

extension ImportFolder.Entry {
  /// The file as programs see it: with how far its import has come.
  var object: JSONObject {
    let report = progress.map { JSONValue.object(JSONObject(members: $0.members(name))) }
    return JSONObject(members: [
      .init("file", .text(name)), .init("bytes", .number(JSONNumber(bytes))),
      .init("import", report ?? .null),
    ])
  }
}
