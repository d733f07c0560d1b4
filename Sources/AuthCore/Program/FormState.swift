/// What a form has to begin with when it is shown: what was typed before, and what there is to say about it.
package struct FormState {
  /// What the address field has to begin with.
  package var email: [UInt8] = []
  /// Whether the box to stay logged in was ticked.
  package var isRemembered = false
  /// Where to go then, where that is not the default.
  package var next: LocalPath?
  /// The query, when the form is asked for.
  package var query: FormBody?
  /// Why the form is there again.
  package var problem: Refusal?

  /// The notice that the query asks for.
  package var notice: LoginNotice? { query?["notice"].flatMap { LoginNotice(word: $0) } }
}
