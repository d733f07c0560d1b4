import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct MediaTypeTests {
  @Test(arguments: [
    "application/json", "Application/JSON", "application/json;charset=utf-8",
    "application/json; charset=UTF-8", "application/json ; charset=\"utf-8\"", " application/json\t",
    "application/json;", "application/json; ; charset=utf-8", "application/json; Charset=Utf-8",
    "application/json; profile=x",
  ])
  func readsJSON(field: String) throws { #expect(try MediaType(contentType: bytes(field)) == .json) }

  @Test(arguments: [
    "application/x-www-form-urlencoded", "APPLICATION/X-WWW-FORM-URLENCODED",
    "application/x-www-form-urlencoded; charset=UTF-8",
  ])
  func readsForms(field: String) throws { #expect(try MediaType(contentType: bytes(field)) == .form) }

  @Test(arguments: [
    nil, "", " ", ";", "text/plain", "multipart/form-data; boundary=x", "application/jsonx",
    "xapplication/json",
    "application/json-seq", "application/ld+json", "application /json", "json", "*/*",
    // A field sent twice arrives as a list.
    "application/json, application/json", "text/plain, application/json", "application/json, text/plain",
    "text/plain; application/json", "application/json\u{0}", "application/json\r\n",
  ])
  func refusesOtherTypes(field: String?) {
    #expect(throws: RequestError.unsupportedMediaType) { try MediaType(contentType: field.map(bytes)) }
  }

  @Test(arguments: [
    "charset=utf-16", "charset=iso-8859-1", "charset=utf8", "charset=", "charset=\"utf-8", "charset='utf-8'",
    "charset = utf-8", "charset", "charset=utf-8; charset=utf-7", "=utf-8", "a b=c", "charset=utf-8, x",
  ])
  func refusesOtherCharsetsAndMalformedParameters(parameter: String) {
    #expect(throws: RequestError.unsupportedMediaType) {
      try MediaType(contentType: bytes("application/json; \(parameter)"))
    }
  }
}
