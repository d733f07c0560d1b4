import CGIAuthCore

/// No value has a separator in it, none is there that the field does not have, and what is set reads back.
func checkCookies(_ input: [UInt8]) {
  for (name, separators) in [("authToken", ";,"), ("__Host-authToken", ";")] {
    guard let name = CookieName(name) else { fatalError("no name") }
    let values = Cookies(input).values(of: name)
    claim(Set(values).count == values.count, "a value came twice")
    for value in values {
      claim(!value.isEmpty, "an empty value came")
      claim(!value.contains(where: separators.utf8.contains), "a separator is in a value")
      claim(has(input, Array("\(name.text)=".utf8) + value), "a value came that was not sent")
    }
    checkSetting(name, input)
  }
  checkBearer(input)
}

private func checkSetting(_ name: CookieName, _ input: [UInt8]) {
  guard let value = String(validating: input, as: UTF8.self),
    let cookie = SetCookie(name, value: value, maxAgeSeconds: 60, secure: name.requiresSecure)
  else { return }
  claim(cookie.fieldValue.text.hasPrefix("\(name.text)=\(value); Path=/; "), "a cookie has another value")
  let sent = Cookies(Array("other=1; \(name.text)=\(value); last=2".utf8)).values(of: name)
  claim(sent == (input.isEmpty ? [] : [input]), "a cookie does not read back")
}

private func checkBearer(_ input: [UInt8]) {
  guard case .token(let token) = BearerToken(authorization: input) else { return }
  claim(!token.isEmpty && !token.contains(where: { $0 <= 0x20 || $0 >= 0x7F }), "a bearer token has spaces")
  claim(
    BearerToken(authorization: Array("bearer ".utf8) + token) == .token(token), "a token does not read back")
}

private func has(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
  guard bytes.count >= part.count else { return false }
  return (0...(bytes.count - part.count)).contains { bytes[$0...].starts(with: part) }
}
