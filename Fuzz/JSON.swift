import Foundation

@testable import CGIAuthCore

/// What `JSONParser` takes, Foundation's reader takes, too, and it means the same when it is written anew.
func checkJSON(_ input: [UInt8]) {
  checkWriter(input)
  guard let value = try? JSONParser.value(input) else { return }
  claim(String(validating: input, as: UTF8.self) != nil, "JSON that is not UTF-8 was taken")
  var numbersAreFinite = true
  let again = written(value, &numbersAreFinite)
  claim((try? JSONParser.value(again)) == value, "JSON changes when it is written anew")
  if numbersAreFinite {
    let reference = try? JSONSerialization.jsonObject(with: Data(input), options: .fragmentsAllowed)
    claim(reference != nil, "JSON was taken that Foundation refuses")
  }
}

/// Every text that is written as a string reads back as it was.
private func checkWriter(_ input: [UInt8]) {
  guard let text = String(validating: input, as: UTF8.self) else { return }
  var writer = JSONWriter()
  writer.add("text", text)
  writer.add("count", input.count)
  let object = try? JSONParser.object(writer.object)
  claim(object?["text"] == .string(input), "a string does not read back")
  claim(!writer.object.contains(where: { $0 < 0x20 }), "a control character was written as it is")
}

/// The value as JSON, in other words than the input's: no spaces, every character of a
/// string escaped that may be.
private func written(_ value: JSONValue, _ numbersAreFinite: inout Bool) -> [UInt8] {
  switch value {
  case .null: return Array("null".utf8)
  case .bool(let bool): return Array("\(bool)".utf8)
  case .number(let number):
    if Double(String(decoding: number.digits, as: UTF8.self))?.isFinite != true { numbersAreFinite = false }
    _ = number.wholePart
    return number.digits
  case .string(let bytes): return written(bytes)
  case .array(let values):
    var parts: [[UInt8]] = []
    for value in values { parts.append(written(value, &numbersAreFinite)) }
    return Array("[".utf8) + parts.joined(separator: ",".utf8) + Array("]".utf8)
  case .object(let object):
    var parts: [[UInt8]] = []
    for member in object.members {
      parts.append(written(member.name) + Array(":".utf8) + written(member.value, &numbersAreFinite))
    }
    return Array("{".utf8) + parts.joined(separator: ",".utf8) + Array("}".utf8)
  }
}

private func written(_ string: [UInt8]) -> [UInt8] {
  var bytes = Array("\"".utf8)
  for unit in String(decoding: string, as: UTF8.self).utf16 {
    let digits = String(unit, radix: 16)
    bytes += Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
  }
  return bytes + Array("\"".utf8)
}
