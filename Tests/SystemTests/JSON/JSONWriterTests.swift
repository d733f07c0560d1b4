import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct JSONWriterTests {
  private func written(_ text: String) -> String {
    var writer = JSONWriter()
    writer.add("m", text)
    return String(decoding: writer.object, as: UTF8.self)
  }

  @Test func writesMembersInTheirOrder() {
    var writer = JSONWriter()
    #expect(writer.object == Array("{}".utf8))
    writer.add("s", "x")
    writer.add("i", 7)
    writer.add("n", -7)
    writer.add("m", Int.max)
    #expect(
      String(decoding: writer.object, as: UTF8.self)
        == "{\"s\":\"x\",\"i\":7,\"n\":-7,\"m\":9223372036854775807}")
  }

  /// RFC 8259 section 7.
  @Test(arguments: [
    ("", "{\"m\":\"\"}"), ("a", "{\"m\":\"a\"}"), ("\"", "{\"m\":\"\\\"\"}"), ("\\", "{\"m\":\"\\\\\"}"),
    ("\r\n", "{\"m\":\"\\u000d\\u000a\"}"), ("\u{0}\u{1F}", "{\"m\":\"\\u0000\\u001f\"}"),
    ("/", "{\"m\":\"/\"}"),
    ("é😀", "{\"m\":\"é😀\"}"), ("\u{7F}", "{\"m\":\"\u{7F}\"}"),
    ("\",\"x\":\"", "{\"m\":\"\\\",\\\"x\\\":\\\"\"}"),
  ])
  func escapesWhatMustBe(text: String, expected: String) {
    #expect(written(text).utf8.elementsEqual(expected.utf8))
  }

  @Test(arguments: [
    "null", "true", "false", "0", "-1.50e+07", "123456789012345678901234567890", "\"\"",
    "\"a\\\"b\\\\c\\u0001é\"", "[]",
    "[1,[],{}]", "{}", "{\"b\":1,\"a\":[null,{\"\":\"/\"}]}",
  ])
  func writesWhatWasReadAgain(text: String) throws {
    let value = try JSONParser.value(bytes(text))
    #expect(String(decoding: JSONWriter.bytes(of: value), as: UTF8.self) == text)
  }

  /// Another reader's word for it.
  @Test func writesWhatAnotherReaderReads() throws {
    for value in UInt32(0)...0x2FF {
      let text = "a\(try #require(UnicodeScalar(value)))b"
      let read = try JSONSerialization.jsonObject(with: Data(written(text).utf8)) as? [String: String]
      #expect(try #require(read?["m"]).utf8.elementsEqual(text.utf8), "U+\(String(value, radix: 16))")
    }
  }
}
