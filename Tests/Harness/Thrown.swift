/// What a function threw, or nil.
public func thrown<Failure>(by body: () throws(Failure) -> Void) -> Failure? {
  do throws(Failure) {
    try body()
    return nil
  } catch {
    return error
  }
}

/// Repeats what waited for a lock in vain, as a client does, in the end no more. Busy is
/// an answer; nothing was done.
public func repeating<Value, Failure>(
  while isBusy: (Failure) -> Bool, _ body: () throws(Failure) -> Value
) -> Result<Value, Failure> {
  var result = Result(catching: body)
  for _ in 0..<20 {
    guard case .failure(let error) = result, isBusy(error) else { break }
    result = Result(catching: body)
  }
  return result
}
