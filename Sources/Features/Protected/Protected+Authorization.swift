public import CGIAuthCore

extension Protected {
  /// Answers a web server that asks, by FastCGI's role of an authorizer, whether it may give somebody a file
  /// (FastCGI Specification 1.0 section 6.3).
  ///
  /// The query is the client's and counts for nothing. Who may enter is told by `guard_require` and
  /// `.htguard` of the folders on the way to the file. The server adds each `Variable-` to the variables of
  /// what it runs. With any other status than 200 it gives the file to nobody, and browsers are sent to the
  /// login page as far as the server lets them.
  @export(interface) public static func authorize(_ call: Call) throws(Refusal) -> Outcome {
    call.standsInPlaceOfAFile = true
    let session = try call.authenticate()
    let access = try FolderAccess(session, call)
    try access.enterFolders(to: call.request.environment.metaVariable("SCRIPT_FILENAME") ?? [])
    // The server may run what is there.
    if !call.request.method.isSafe { try call.refuseOtherSites() }
    // Some servers hand on to the client what else is in the answer: nothing may be there that is not
    // right for the file.
    return .response(
      Response(
        .ok,
        fieldsAlone: [
          ("Variable-REMOTE_USER", try HeaderValue(telling: session.email.text)),
          ("Variable-AUTH_TYPE", "Bearer"),
          ("Variable-AUTH_USER_ID", try HeaderValue(telling: session.userID)),
          ("Variable-AUTH_GROUPS", try HeaderValue(telling: try access.groups())),
          ("Variable-AUTH_NAME", try HeaderValue(telling: try call.name(of: session))),
          (.cacheControl, "private, no-cache"),
        ]))
  }
}
