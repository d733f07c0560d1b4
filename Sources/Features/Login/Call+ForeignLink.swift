import CGIAuthCore

extension Call {
  /// The page for somebody who is logged in, followed a link of another site, and would by it start something
  /// here; nil where it may lead on by itself.
  ///
  /// The browser that comes by `detour` comes from this site: it sends the cookie and says `same-origin`,
  /// for the other site's link. Only what the person clicks on here is the person's own wish.
  func stop(before next: LocalPath?, _ query: FormBody) -> Response? {
    guard let next, request.isSentFromElsewhere || query["again"] != nil,
      !next.looksLikeADocument(configuration.guardInterpreters),
      !next.text.isEqual(to: placeAfterLogin(nil).text)
    else { return nil }
    let pages = pages
    return try? pages.page(
      .ok, .message, title: pages.language(.goOnThere),
      """
      <p>\(pages.language(.foreignLink)) <code>\(next.text)</code></p>
      <p><a id="go-on" href="\(next.text)">\(pages.language(.goOn))</a></p>
      """)
  }
}

extension Request {
  /// Whether a browser says that the page of another site, or of another host of this one, sent this (Fetch
  /// Metadata section 2.1). One that says nothing sends the cookie with what this site's pages link to, and
  /// with that of hosts beside it, which need no detour.
  fileprivate var isSentFromElsewhere: Bool {
    guard let site = header("SEC_FETCH_SITE") else { return false }
    return !site.isEqual(to: "same-origin") && !site.isEqual(to: "none")
  }
}

extension LocalPath {
  /// Whether this is to all appearances a folder, or a file that web servers only send: no query; a suffix
  /// of documents, pictures, sound, films or archives; and nothing on the way that could be a script with
  /// more of the path behind it.
  func looksLikeADocument(_ interpreters: [GuardInterpreter]) -> Bool {
    guard let path = try? FormBody.unescaped(Array(text.utf8)[...]),
      !path.contains(where: { "?#;".utf8.contains($0) })
    else { return false }
    let folders = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
    guard let name = folders.last,
      !folders.dropLast().contains(where: { $0.contains(UInt8(ascii: ".")) || $0.isEqual(to: "cgi-bin") })
    else { return false }
    if name.isEmpty { return true }
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return false }
    let suffix = name[(dot + 1)...]
    return Self.documentSuffixes.contains { suffix.isEqualIgnoringASCIICase(to: $0) }
      // Apache's AddHandler looks at every suffix: `x.php.html`.
      && !ScriptKind.isNameOfSource(name[..<dot].asciiLowercased, interpreters)
      && !interpreters.contains { suffix.asciiLowercased.elementsEqual($0.suffix.dropFirst()) }
  }

  private static let documentSuffixes: [StaticString] = [
    "html", "htm", "xhtml", "txt", "md", "csv", "json", "xml", "css", "js", "pdf", "ps", "epub", "rtf",
    "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "ics", "vcf", "gpx",
    "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "bmp", "tif", "tiff", "ico", "heic",
    "mp3", "m4a", "aac", "ogg", "oga", "opus", "wav", "flac", "mp4", "m4v", "webm", "ogv", "mov", "mkv",
    "avi",
    "zip", "gz", "tgz", "bz2", "xz", "zst", "7z", "rar", "tar", "iso", "apk", "deb", "rpm", "dmg",
  ]
}
