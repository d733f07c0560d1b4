import CGI

extension AuthError {
  /// The page for a problem that belongs to no form. Who is not logged in is sent to the login page.
  ///
  /// - Parameter services: nil where they could not be opened.
  func page(for request: Request, _ services: Services?) -> Response {
    let problem: AuthError
    do throws(AuthError) {
      switch self {
      case .missingToken: if let services { return services.sendToLogin(request) }
      case .invalidToken: if let services { return services.sendToLogin(request, .sessionEnded) }
      default: break
      }
      return try message(Pages(for: request, services?.configuration))
    } catch {
      problem = error
      if let services, let line = error.logLine { services.log(line) }
    }
    // The template is what is wrong. The page without one always works.
    return (try? problem.message(Pages(for: request, nil))) ?? problem.response
  }

  private func message(_ pages: Pages) throws(AuthError) -> Response {
    let language = pages.language
    var page = try pages.page(
      response.status, .message, title: language(.problem),
      "<p role=\"alert\" id=\"problem\">\(text(in: language))</p>\n<p><a href=\"/\">\(language(.startPage))</a></p>"
    )
    for field in response.fields
    where field.name == .retryAfter || field.name == .allow || field.name == .wwwAuthenticate {
      page.add(field.name, field.value)
    }
    return page
  }
}
