import CGIAuthHTTP

extension AuthError {
  /// The page for a problem that belongs to no form, whose reason it writes to the log. Who is not logged in is sent to the
  /// login page.
  ///
  /// Where the site's template is what is wrong, the answer is about that, and so is the one line in the log.
  func page(for request: Request, with services: Services) -> Response {
    do throws(AuthError) {
      switch self {
      case .missingToken: return services.sendToLogin(request)
      case .invalidToken: return services.sendToLogin(request, .sessionEnded)
      default:
        let page = try message(Pages(for: request, services.configuration))
        if let logLine { services.log(logLine) }
        return page
      }
    } catch {
      if let line = error.logLine { services.log(line) }
      return error.page(for: request)
    }
  }

  /// The page where nothing is known of the site's settings: it looks as it does by default.
  func page(for request: Request) -> Response {
    (try? message(Pages(for: request, nil))) ?? response
  }

  private func message(_ pages: Pages) throws(AuthError) -> Response {
    let language = pages.language
    var page = try pages.page(
      response.status, .message, title: language(.problem),
      """
      <p role="alert" id="problem">\(text(in: language))</p>
      <p><a href="/">\(language(.startPage))</a></p>
      """)
    for field in response.fields
    where field.name == .retryAfter || field.name == .allow || field.name == .wwwAuthenticate {
      page.add(field.name, field.value)
    }
    return page
  }
}
