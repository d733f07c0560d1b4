import CGIAuthCore

/// The first line is a Content-Type, the rest a form: names differ, all is UTF-8, and what was read reads the
/// same when it is written anew.
func checkForms(_ input: [UInt8]) {
  let parts = input.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
  if let type = try? MediaType(contentType: Array(parts[0])) {
    let name = type == .json ? "application/json" : "application/x-www-form-urlencoded"
    let start = Array(parts[0].trimmingOptionalWhitespace.prefix(name.utf8.count))
    claim(start.asciiLowercased == Array(name.utf8), "another type was taken")
  }
  guard let body = parts.dropFirst().first, let form = try? FormBody(Array(body)) else { return }
  claim(form.fields.count <= FormBody.maxFields, "a form has too many fields")
  claim(Set(form.fields.map(\.name)).count == form.fields.count, "a form has a name twice")
  for field in form.fields {
    claim(
      String(validating: field.name, as: UTF8.self) != nil
        && String(validating: field.value, as: UTF8.self) != nil,
      "a field is not UTF-8")
  }
  let again = form.fields.map { escaped($0.name) + Array("=".utf8) + escaped($0.value) }
  guard let second = try? FormBody(Array(again.joined(separator: "&".utf8))) else {
    fatalError("a form that was taken is refused when it is written anew")
  }
  claim(
    second.fields.elementsEqual(form.fields) { $0.name == $1.name && $0.value == $1.value },
    "a form changes when it is written anew")
}

private func escaped(_ bytes: [UInt8]) -> [UInt8] {
  bytes.flatMap { byte in
    let digits = String(byte, radix: 16)
    return Array("%\(digits.count < 2 ? "0" : "")\(digits)".utf8)
  }
}
