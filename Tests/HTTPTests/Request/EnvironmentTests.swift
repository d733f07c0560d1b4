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

  /// Many of them have the same length, and many the same end.
  @Test func findsEachOfManyNames() {
    let names = (0..<1_024).map { number in
      "N\(number)" + String(repeating: "_", count: number / 4) + ["A", "B", "C", "D"][number % 4]
    }
    let environment = Environment(strings: names.map { bytes("\($0)=value of \($0)") })
    for name in names {
      #expect(environment[name] == bytes("value of \(name)"))
      #expect(environment["\(name)_"] == nil)
      #expect(!environment.isRepeated(name))
    }
    #expect(environment.names == names.map { bytes($0)[...] })
    #expect(environment.strings == names.map { bytes("\($0)=value of \($0)") })
    #expect(environment[""] == nil)
  }

  @Test(arguments: [
    (["A_X=1", "B=2", "C_Y=3"], true), (["B=4", "A_X=1", "C_Y=3", "AC_Z=5"], true),
    (["C_Y=3", "A_X=1"], false), (["A_X=1"], false), (["A_X=1", "C_Y=3", "A_Z=4"], false),
    (["A_X=1", "C_Y=4"], false), (["A_X=1", "C_Z=3"], false), (["A_X=", "C_Y=13"], false),
    (["A_X=1", "C_Y=3", "C_=1"], false), ([], false),
  ])
  func tellsWhetherSettingsAreTheSame(strings: [String], isSame: Bool) {
    let settings = environment("A_X=1", "Z=5", "C_Y=3").variables(withPrefix: "A_", or: "C_")
    #expect(settings.names == [bytes("A_X")[...], bytes("C_Y")[...]])
    #expect(Environment(strings: strings.map(bytes)).has(settings, withPrefix: "A_", or: "C_") == isSame)
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
