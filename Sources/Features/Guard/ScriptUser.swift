import CGIAuthCore

/// Who a guarded script is started for.
struct ScriptUser {
  let session: Session
  let groups: [String]
  /// As `Call.name` has it.
  let name: String
}
