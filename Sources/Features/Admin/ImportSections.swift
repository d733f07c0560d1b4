import CGIAuthCore
import CGIAuthTransfer

/// The page of the files that users can be imported from.
struct ImportSections {
  private let entries: [ImportFolder.Entry]
  private let forms: AdminForms
  private let language: Language

  init(_ entries: [ImportFolder.Entry], _ forms: AdminForms, _ language: Language) {
    self.entries = entries
    self.forms = forms
    self.language = language
  }

  var html: HTML {
    var sections: HTML = "<p>\(language(.importText))</p>\n"
    if entries.isEmpty { sections.append("<p class=\"other\">\(language(.noFiles))</p>\n") }
    for (place, entry) in entries.enumerated() { sections.append(section(entry, place)) }
    return sections
  }

  private func section(_ entry: ImportFolder.Entry, _ place: Int) -> HTML {
    let file: HTML = .hidden("file", entry.name)
    let report: HTML? = entry.progress.map { self.report($0) + ($0.isDone ? "" : goOn($0, file)) }
    return """
      <section id="file-\(String(place))">
      <h2 translate="no">\(entry.name)</h2>
      <p translate="no">\(String(entry.bytes)) B</p>
      \(report)\(choices(entry.progress?.options, file, place))\
      \(forms.button(.removeImport, language(.removeFile), file))</section>

      """
  }

  /// The form that begins anew.
  private func choices(_ options: ImportOptions?, _ file: HTML, _ place: Int) -> HTML {
    func box(_ name: String, _ label: Phrase, _ isChosen: Bool) -> HTML {
      """
      <label class="choice"><input type="checkbox" name="\(name)" value="yes"\(isChosen ? " checked" as HTML : "")> \
      \(language(label))</label>

      """
    }
    let domain = FormField(
      "domain", label: language(.domainOfNames), type: "text", autocomplete: "off",
      value: options?.domain ?? [], isRequired: false)
    return """
      \(start(file))\(box("groups", .takesGroups, options?.takesGroups ?? false))\
      \(box("without_passwords", .withoutPasswords, options?.makesWithoutPasswords ?? false))\
      \(domain.html(language, problem: nil, hasFocus: false, in: "file-\(place)"))\
      <button name="check" value="yes">\(language(.checkFile))</button>
      <button>\(language(.importFile))</button>
      </form>

      """
  }

  /// The form that goes on with what was begun.
  private func goOn(_ progress: ImportProgress, _ file: HTML) -> HTML {
    var hidden = file
    for (isChosen, name) in [
      (progress.options.isTrial, "check"), (progress.options.takesGroups, "groups"),
      (progress.options.makesWithoutPasswords, "without_passwords"),
    ] where isChosen { hidden.append(.hidden(name, "yes")) }
    if let domain = progress.options.domain {
      hidden.append(.hidden("domain", String(decoding: domain, as: UTF8.self)))
    }
    return "<p role=\"status\">\(language(.importUnfinished))</p>\n\(start(hidden))"
      + "<button>\(language(.goOn))</button>\n</form>\n"
  }

  private func start(_ hidden: HTML) -> HTML {
    forms.call.formStart(of: .admin, AdminAction.importFile.rawValue, forms.person.session, hidden)
  }

  private func report(_ progress: ImportProgress) -> HTML {
    let tally = progress.tally
    var rows = HTML()
    for (label, count) in [
      (progress.options.isTrial ? Phrase.wouldBeImported : .imported, tally.added),
      (.wasThere, tally.present), (.importedWithoutPassword, tally.withoutPassword),
      (.leftOutOfAdministrators, tally.leftOutOfAdministrators), (.notTaken, tally.refused),
    ] { rows.append("<dt>\(language(label))</dt><dd translate=\"no\">\(String(count))</dd>\n") }
    var items = HTML()
    for refusal in tally.refusals {
      items.append(
        """
        <li>\(language(progress.unit.phrase, String(refusal.number))): \(language(refusal.fault.phrase)) \
        <code>\(refusal.fault.rawValue)</code></li>

        """)
    }
    let more: HTML? =
      tally.refused > tally.refusals.count
      ? "<p class=\"other\">\(language(.andMore, String(tally.refused - tally.refusals.count)))</p>\n" : nil
    return "<dl>\n\(rows)</dl>\n\(items.isEmpty ? "" : "<ul>\n\(items)</ul>\n" as HTML)\(more)"
  }
}

extension ImportFormat.Unit {
  /// One of them, by its number.
  fileprivate var phrase: Phrase {
    switch self {
    case .line: .lineNumber
    case .row: .rowNumber
    case .record: .recordNumber
    }
  }
}

extension ImportFault {
  fileprivate var phrase: Phrase {
    switch self {
    case .address: .nameIsNoAddress
    case .repeated: .addressCameBefore
    case .idTaken: .idIsTaken
    case .tooLong: .lineIsTooLong
    case .malformed, .statementBroken: .lineIsMalformed
    case .group: .groupCannotBeKept
    default: .hashIsNotTaken
    }
  }
}
