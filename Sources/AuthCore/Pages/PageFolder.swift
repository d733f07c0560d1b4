import CGIAuthLibC

/// The folder of an administrator's own templates (`pages_dir`): `login.html`, `register.html`,
/// `welcome.html`, `account.html` and `message.html`; `page.html` is for those that are not there.
struct PageFolder: Hashable, Sendable {
  /// The folder's path.
  let path: String

  /// The template for a kind of page, or nil where the folder has none for it.
  ///
  /// - Throws: an error that names the file, and its line where it can; one that says that
  ///   there is no such folder.
  func template(for kind: PageKind) throws(ConfigurationError) -> PageTemplate? {
    for name in ["\(kind.rawValue).html", "page.html"] {
      let content: [UInt8]?
      do {
        // No file of another kind, such as a pipe, can keep the page waiting.
        guard let file = try File.openIfPresent("\(path)/\(name)", O_NONBLOCK) else { continue }
        content = try file.readAll(maxBytes: PageTemplate.maxBytes)
      } catch {
        throw ConfigurationError(.file(name), "cannot be read: \(error.text)")
      }
      guard let content else {
        throw ConfigurationError(.file(name), "has more than \(PageTemplate.maxBytes) bytes")
      }
      return try PageTemplate(content, name: name)
    }
    guard access(path, F_OK) == 0 else {
      throw ConfigurationError(.setting("pages_dir"), "names a folder that is not there")
    }
    return nil
  }
}
