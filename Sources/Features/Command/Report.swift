import CGIAuthCore

/// What came of a command: for programs, and for people.
struct Report {
  let json: JSONObject
  let text: [UInt8]
  /// The exit status.
  let status: Int32

  init(_ members: [JSONObject.Member], text: String, status: Int32 = 0) {
    json = JSONObject(members: members)
    self.text = Array(text.utf8)
    self.status = status
  }

  /// What was done, in one sentence, and more.
  init(done message: String, _ more: [JSONObject.Member] = [], below: String = "") {
    self.init([.init("message", .text(message))] + more, text: "\(message).\n\(below)")
  }
}
