import CGIAuthCore

/// What came of a command: for programs, and for people.
struct Report {
  let json: JSONObject
  let text: [UInt8]
  /// The exit status.
  let status: Int32
  /// Whether standard output has all of it already.
  private(set) var isWritten = false

  init(_ members: [JSONObject.Member], text: String, status: Int32 = 0) {
    json = JSONObject(members: members)
    self.text = Array(text.utf8)
    self.status = status
  }

  /// One that was written while it was made.
  static var written: Report {
    var report = Report([], text: "")
    report.isWritten = true
    return report
  }

  /// What was done, in one sentence, and more.
  init(done message: String, _ more: [JSONObject.Member] = [], below: String = "") {
    self.init([.init("message", .text(message))] + more, text: "\(message).\n\(below)")
  }
}
