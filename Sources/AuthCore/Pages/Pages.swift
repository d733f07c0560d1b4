/// The pages of one request: in the language of its client, and as the administrator set them.
package struct Pages {
  package let language: Language
  private let siteName: String?
  private let stylesheet: StylesheetURL?
  private let folder: PageFolder?

  /// The pages for a request.
  ///
  /// - Parameters:
  ///   - siteName: what stands above every page.
  ///   - stylesheet: a further style sheet.
  ///   - folder: the administrator's own templates.
  init(
    for request: Request, siteName: String? = nil, stylesheet: StylesheetURL? = nil,
    folder: PageFolder? = nil
  ) {
    language = Language(preferredBy: request)
    self.siteName = siteName
    self.stylesheet = stylesheet
    self.folder = folder
  }

  /// A page.
  ///
  /// - Parameters:
  ///   - kind: which template is for it.
  ///   - main: what `main` has behind the title.
  /// - Throws: where its template is broken.
  package func page(
    _ status: Status, _ kind: PageKind, title: String, _ main: HTML
  ) throws(ConfigurationError) -> Response {
    let link: HTML? = stylesheet.map { "<link rel=\"stylesheet\" href=\"\($0.text)\">" }
    let parts = PageParts(
      language: language, title: title, siteName: siteName,
      // Where the server forbids referrers, a browser would hide from this site,
      // too, where a form comes from.
      head: "<meta name=\"referrer\" content=\"same-origin\"><style>\(Stylesheet.text)</style>\(link)",
      content: "<h1>\(title)</h1>\n\(main)")
    let document = try folder?.template(for: kind)?.filled(with: parts) ?? parts.document
    return Response(
      status, contentType: "text/html; charset=utf-8", body: document.bytes,
      policy: policy(hasTemplate: folder != nil))
  }

  /// The Content-Security-Policy (CSP Level 3): no script at all, the page's own style, and
  /// what the administrator added.
  private func policy(hasTemplate: Bool) -> HeaderValue {
    var sources = hasTemplate ? " 'self'" : ""
    if let source = stylesheet?.source, !source.isEqual(to: "'self'") || !hasTemplate {
      sources += " \(source)"
    }
    let files = sources.isEmpty ? " 'self'" : sources
    return HeaderValue(
      "default-src 'none'; style-src \(Stylesheet.source)\(sources); img-src\(files) data:; font-src\(files); "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'") ?? Response.strictPolicy
  }
}

/// The kinds of pages. Each can have a template of its own.
package enum PageKind: String, CaseIterable {
  case register, login, welcome
  /// What goes wrong outside the forms, and the short stops on the way.
  case message
}

/// What a page is put together from.
struct PageParts {
  let language: Language
  let title: String
  /// Nil where none is set.
  let siteName: String?
  /// The style and the referrer policy, for the document's head.
  let head: HTML
  /// What goes into `main`.
  let content: HTML

  /// The whole document as it looks without a template.
  var document: HTML {
    let header: HTML? = siteName.map { "<header>\($0)</header>\n" }
    return """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)\(siteName.map { " – \($0)" } ?? "")</title>
      \(head)
      </head>
      <body>
      \(header)<main>
      \(content)
      </main>
      </body>
      </html>

      """
  }
}
