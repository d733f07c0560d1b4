package import CGIAuthCore

extension Administration {
  /// How long one step of an import waits for other writers, in milliseconds.
  private static var maxStepWaitMilliseconds: Int { 4_000 }

  /// Does the next step of an import, and notes for the audit log who is in.
  package func next(_ run: inout ImportRun) throws(ImportError) -> ImportRun.Step {
    let users = call.site.users(until: Deadline(milliseconds: Self.maxStepWaitMilliseconds))
    let step = try run.step(users)
    if !run.options.isTrial {
      for user in step.added {
        record("user-imported", to: user, user.groupTexts.isEmpty ? nil : user.groupsText)
      }
    }
    return step
  }
}
