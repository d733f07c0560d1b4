// Pieces that forms and their pages have in common.
extension HTML {
  /// A field that nobody sees.
  package static func hidden(_ name: String, _ value: String) -> HTML {
    "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">\n"
  }

  /// The notice that a mail is on its way, with where to look for it.
  package static func mailNotice(_ text: String, in language: Language) -> HTML {
    """
    <div role="status" id="notice"><p>\(text)</p>
    <p>\(language(.lookIntoMail))</p></div>

    """
  }
}
