import Glibc
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct EnvironmentTests {
  private func environment(_ strings: String...) -> Environment { Environment(strings: strings.map(bytes)) }

  @Test func splitsAtTheFirstEqualsSign() {
    #expect(environment("QUERY_STRING=a=b&c=d")["QUERY_STRING"] == bytes("a=b&c=d"))
  }

  @Test func keepsTheOrderOfADoubledName() {
    let environment = environment(
      "HTTP_SEC_FETCH_SITE=same-origin", "PATH=/bin", "HTTP_SEC_FETCH_SITE=cross-site")
    #expect(environment["HTTP_SEC_FETCH_SITE"] == bytes("same-origin, cross-site"))
    #expect(environment["PATH"] == bytes("/bin"))
  }

  @Test func joinsEveryOneOfManyDoubles() {
    #expect(environment("A=1", "A=", "A=3")["A"] == bytes("1, , 3"))
  }

  @Test func leavesOutAStringWithoutEqualsSign() {
    let environment = environment("LONELY", "A=1")
    #expect(environment["LONELY"] == nil)
    #expect(environment["A"] == bytes("1"))
  }

  @Test func tellsEmptyFromAbsent() {
    let environment = environment("EMPTY=")
    #expect(environment["EMPTY"] == [])
    #expect(environment["ABSENT"] == nil)
  }

  @Test func takesAnEmptyMetaVariableForAbsent() {
    let environment = environment("EMPTY=", "FULL=x")
    #expect(environment.metaVariable("EMPTY") == nil)
    #expect(environment.metaVariable("ABSENT") == nil)
    #expect(environment.metaVariable("FULL") == bytes("x"))
  }

  @Test func tellsNamesApartByCase() {
    #expect(environment("https_proxy=x")["HTTPS_PROXY"] == nil)
  }

  @Test func keepsBytesThatAreNotUTF8() {
    let environment = Environment(strings: [bytes("A=") + [0xFF, 0xC0, 0x80]])
    #expect(environment["A"] == [0xFF, 0xC0, 0x80])
  }

  @Test(arguments: [
    ["REQUEST_METHOD=GET", "CONTENT_LENGTH=0"], ["REQUEST_METHOD=GET", "HTTP_TRANSFER_ENCODING=chunked"],
    ["REQUEST_METHOD=HEAD", "CONTENT_LENGTH=7"], ["REQUEST_METHOD=POST"], ["REQUEST_METHOD=get"],
    ["REQUEST_METHOD=DELETE"], [],
  ])
  func expectsABodyWhereThereMayBeOne(strings: [String]) {
    #expect(Environment(strings: strings.map(bytes)).mayHaveBody)
  }

  @Test(arguments: ["GET", "HEAD"])
  func expectsNoBodyOfAPlainRead(method: String) {
    #expect(!environment("REQUEST_METHOD=\(method)", "HTTP_ACCEPT=*/*").mayHaveBody)
  }

  @Test func readsTheEnvironmentOfTheProcess() throws {
    let path = try #require(getenv("PATH"))
    #expect(Environment.ofProcess()["PATH"] == bytes(String(cString: path)))
    #expect(Environment.ofProcess()["CGI_AUTH_NO_SUCH_VARIABLE"] == nil)
  }
}
