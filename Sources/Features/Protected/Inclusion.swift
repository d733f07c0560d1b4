import CGIAuthCore

/// What a web server puts into a page of its own by an include: who is logged in, with the ways to the
/// account and out, or the way in. The query says so: `include`.
enum Inclusion {
  /// Answers 200 and a piece of HTML, whoever asks: an include shows what it gets. Nil where the request is
  /// no such question.
  static func outcome(of call: Call) -> Outcome? {
    guard call.request.environment["QUERY_STRING"]?.isEqual(to: "include") == true else { return nil }
    _ = call.sessionIfAny()
    let pages = call.pages
    return .html(pages.visitorLine ?? "<div class=\"visitor\">\(link(to: call, pages))</div>")
  }

  /// The way in, and from there back to the page that has the include, of which the address is.
  private static func link(to call: Call, _ pages: Pages) -> HTML {
    let script = call.request.environment.metaVariable("SCRIPT_NAME") ?? []
    let next = call.target.flatMap { $0.text.utf8.starts(with: script) ? nil : $0 }
    return "<a href=\"\(call.loginPage(nil, next: next).text)\">\(pages.language(.logIn))</a>"
  }
}
