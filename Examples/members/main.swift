import CGIAuthCore

Program.run { call throws(Refusal) in
  let session = try call.authenticate()
  guard try call.groups(of: session).contains("board") else { throw .notPermitted }
  let reader = session.email.text
  return .either(
    json: ["minutes": "We met.", "reader": reader],
    html: "<!DOCTYPE html><title>Minutes</title><p>\(reader), we met.")
}
