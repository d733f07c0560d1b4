import CGIAuthLibC

/// The pages of one request: in the language of its client, and as the administrator set them.
package struct Pages {
  package var language: Language
  /// Where the same page is had in another language, by a `lang` in its query; nil where none is.
  var again: LocalPath?
  /// Who is logged in, where that is known.
  var visitor: Visitor?
  private let look: PageLook
  /// What browsers take for the site's icon; nil where they find one.
  private let icon: HTML?

  /// The pages for a request.
  ///
  /// - Parameters:
  ///   - look: what the administrator set.
  ///   - language: the one that the client chose; nil for the one that its browser prefers.
  init(for request: Request, _ look: PageLook = PageLook(), in language: Language? = nil) {
    self.language = language ?? Language(preferredBy: request)
    self.look = look
    // Without a link, browsers ask for this file, and their console tells of a 404 where it is not there.
    let root = request.environment.metaVariable("DOCUMENT_ROOT") ?? []
    let hasIcon = access(String(decoding: root, as: UTF8.self) + "/favicon.ico", F_OK) == 0
    icon = hasIcon ? nil : "<link rel=\"icon\" href=\"\(look.logo?.text ?? "data:,")\">\n"
  }

  /// A page.
  ///
  /// - Parameters:
  ///   - kind: which template is for it.
  ///   - main: what `main` has behind the title.
  ///   - hasScript: whether `PageScript` is in it.
  /// - Throws: where its template is broken.
  package func page(
    _ status: Status, _ kind: PageKind, title: String, _ main: HTML, hasScript: Bool = false
  ) throws(ConfigurationError) -> Response {
    let accent: HTML? = look.accent.map { "<style>\($0.style)</style>" }
    let link: HTML? = look.stylesheet.map { "<link rel=\"stylesheet\" href=\"\($0.text)\">" }
    let parts = PageParts(
      language: language, title: title, siteName: look.siteName, icon: icon,
      // Where the server forbids referrers, a browser would hide from this site,
      // too, where a form comes from.
      head: """
        <meta name="referrer" content="same-origin"><style>\(Stylesheet.text)</style>\(accent)\(link)
        """,
      header: header, content: "<h1>\(title)</h1>\n\(main)", footer: footer)
    let document = try look.folder?.template(for: kind)?.filled(with: parts) ?? parts.document
    return Response(
      status, contentType: "text/html; charset=utf-8", body: document.bytes, policy: policy(hasScript))
  }

  /// Where the start page is.
  package var home: String { look.home?.text ?? "/" }

  /// A link to the start page.
  package var wayHome: HTML { "<p class=\"other\"><a href=\"\(home)\">\(language(.startPage))</a></p>" }

  /// Who is logged in, with the ways to the account and out; nil where nobody is known to be.
  package var visitorLine: HTML? {
    guard let visitor else { return nil }
    let account: HTML? = visitor.account.map { "<a href=\"\($0.text)\">\(language(.yourAccount))</a>\n" }
    return """
      <div class="visitor">
      <span>\(language(.loggedInAs, visitor.address))</span>
      \(account)<form method="post" action="\(visitor.logout.text)"><button>\(language(.logOut))</button></form>
      </div>
      """
  }

  /// What stands above every page: name or logo, and who is logged in.
  private var header: HTML? {
    let name = self.name
    return if let name, let visitorLine { "\(name)\n\(visitorLine)" } else { name ?? visitorLine }
  }

  private var name: HTML? {
    let hasName = look.siteName != nil || look.logo != nil || look.home != nil
    guard hasName else { return nil }
    let name = look.siteName ?? language(.startPage)
    let shown: HTML = look.logo.map { "<img src=\"\($0.text)\" alt=\"\(name)\">" } ?? "\(name)"
    return "<a href=\"\(home)\">\(shown)</a>"
  }

  /// What stands below every page: the administrator's links, and the languages.
  private var footer: HTML? {
    var footer = HTML()
    if !look.links.isEmpty {
      footer.append("<ul>\n")
      for link in look.links { footer.append("<li><a href=\"\(link.address.text)\">\(link.text)</a></li>\n") }
      footer.append("</ul>\n")
    }
    if let again {
      footer.append("<ul>\n")
      for other in Language.allCases {
        let tag = other.rawValue
        footer.append(
          other == language
            ? "<li lang=\"\(tag)\" aria-current=\"true\">\(other.name)</li>\n"
            : """
            <li><a href="\(again.adding(query: "lang=\(tag)").text)" lang="\(tag)" hreflang="\(tag)">\(other.name)</a></li>

            """)
      }
      footer.append("</ul>\n")
    }
    return footer.bytes.isEmpty ? nil : footer
  }

  /// The Content-Security-Policy (CSP Level 3): the page's own style, its own script where it has one, and
  /// what the administrator added.
  private func policy(_ hasScript: Bool) -> HeaderValue {
    let files = sources(look.folder == nil ? [] : ["'self'"], and: look.stylesheet)
    let pictures = files.isEmpty ? ["'self'"] : files
    var styles = ["style-src", Stylesheet.source]
    if let accent = look.accent {
      styles.append("'sha256-\(Base64URL.encode(SHA256.digest(of: accent.style.bytes)))='")
    }
    let directives = [
      "default-src 'none'", hasScript ? "script-src \(PageScript.source)" : nil,
      (styles + files).joined(separator: " "),
      (["img-src"] + sources(pictures, and: look.logo) + ["data:"]).joined(separator: " "),
      (["font-src"] + pictures).joined(separator: " "),
      "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
    ]
    return HeaderValue(directives.compactMap { $0 }.joined(separator: "; ")) ?? Response.strictPolicy
  }

  /// Sources, and the one of an address where it is not among them.
  private func sources(_ sources: [String], and address: SiteAddress?) -> [String] {
    guard let source = address?.source, !sources.contains(where: { $0.isEqual(to: source) }) else {
      return sources
    }
    return sources + [source]
  }
}

/// Somebody who is logged in, as pages show it.
struct Visitor {
  /// The e-mail address.
  let address: String
  /// Nil where the program for it is not there.
  let account: LocalPath?
  let logout: LocalPath
}

/// The kinds of pages. Each can have a template of its own.
package enum PageKind: String, CaseIterable {
  case register, login, welcome, account, admin, recover, confirm
  /// What goes wrong outside the forms, and the short stops on the way.
  case message
}

/// What a page is put together from.
struct PageParts {
  let language: Language
  let title: String
  /// Nil where none is set.
  let siteName: String?
  /// What names the site's icon, in a document of ours: a template has its own, or none.
  var icon: HTML?
  /// The style and the referrer policy, for the document's head.
  let head: HTML
  /// What goes into `header`; nil where there is nothing.
  var header: HTML?
  /// What goes into `main`.
  let content: HTML
  /// What goes into `footer`; nil where there is nothing.
  var footer: HTML?

  /// The whole document as it looks without a template.
  var document: HTML {
    let header: HTML? = header.map { "<header>\($0)</header>\n" }
    let footer: HTML? = footer.map { "<footer>\n\($0)</footer>\n" }
    return """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)\(siteName.map { " – \($0)" } ?? "")</title>
      \(icon)\(head)
      </head>
      <body>
      \(header)<main>
      \(content)
      </main>
      \(footer)</body>
      </html>

      """
  }
}
