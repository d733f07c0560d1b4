import CGIAuthCore
import CGIAuthHTTP

Program.run { request, services throws(AuthError) in
  let session = try services.authenticate(request)
  guard try services.groups(of: session).contains("board") else { throw .notPermitted }
  guard request.prefersPage else { return .json(["minutes": "We met.", "reader": session.email.text]) }
  return .html("<!DOCTYPE html><title>Minutes</title><p>\(session.email.text), we met.")
}
