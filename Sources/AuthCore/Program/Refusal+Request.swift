extension Refusal {
  /// The refusal of a request that cannot be taken as it came.
  package init(_ error: RequestError) {
    switch error {
    case .missingMetaVariable(let name): self.init(.notCGI(missing: name))
    case .malformed: self = Self.of(.badRequest, "malformed", .unreadable)
    case .lengthRequired: self = Self.of(.lengthRequired, "length-required", .unreadable)
    case .contentTooLarge: self = Self.of(.contentTooLarge, "content-too-large", .unreadable)
    case .unsupportedMediaType: self = Self.of(.unsupportedMediaType, "unsupported-media-type", .unreadable)
    case .crossSite:
      self.init(.forbidden, "cross-site", "Cross-site request refused", text: .fromAnotherSite)
    case .methodNotAllowed(let allowed):
      self = Self.of(.methodNotAllowed, "method-not-allowed", .notAllowed)
        .with(.allow, HeaderValue(allowed.map { $0.name }.joined(separator: ", ")) ?? "")
    }
  }

  private static func of(_ status: Status, _ word: StaticString, _ text: Phrase) -> Refusal {
    Refusal(status, word, status.staticPhrase, text: text)
  }
}

// One step up from each kind of error that what lies below throws.
extension Refusal {
  package static func taking<Value>(
    request work: @autoclosure () throws(RequestError) -> Value
  ) throws(Refusal) -> Value {
    do { return try work() } catch { throw Refusal(error) }
  }

  package static func taking<Value>(
    store work: @autoclosure () throws(StoreError) -> Value
  ) throws(Refusal) -> Value {
    do { return try work() } catch { throw Refusal(Failure(error)) }
  }

  package static func taking<Value>(
    system work: @autoclosure () throws(SystemError) -> Value
  ) throws(Refusal) -> Value {
    do { return try work() } catch { throw Refusal(Failure(error)) }
  }

  package static func taking<Value>(
    configuration work: @autoclosure () throws(ConfigurationError) -> Value
  ) throws(Refusal) -> Value {
    do { return try work() } catch { throw Refusal(Failure(error)) }
  }
}
