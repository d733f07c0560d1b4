import CGIAuthHarness
import Testing

/// What register.cgi refuses as a password, and login.cgi does not.
@Suite struct PasswordRefusalTests {
  @Test(arguments: [
    ("password1", "is one of the most common passwords"),
    ("Trustno1", "is one of the most common passwords"),
    ("qwerty123", "is one of the most common passwords"),
    ("zzzzzzzz", "must not be one character repeated"),
    ("23456789", "must not be a plain sequence, such as 12345678 or qwertyui"),
    ("lkjhgfdsa", "must not be a plain sequence, such as 12345678 or qwertyui"),
    ("Ada@Example.com", "must not be the e-mail address or the part of it before the @"),
  ])
  func saysWhyItRefusesAPassword(password: String, reason: String) throws {
    let site = try CGISite()
    let answer = try site.post("register", "ada@example.com", password)
    #expect(answer.status == 422)
    #expect(answer.body == "{\"message\":\"password \(reason)\"}")
    #expect(answer.errors == "")
    #expect(try site.post("login", "ada@example.com", password).status == 401)
  }

  @Test func refusesWhatTheSitesOwnListHas() throws {
    let site = try CGISite()
    try site.folder.write("blocklist.txt", "Our Company\r\nour-company-2026\r\n")
    let setting = ["AUTH_PASSWORD_BLOCKLIST": site.folder.path("blocklist.txt")]
    let answer = try site.post("register", "ada@example.com", "OUR COMPANY", setting)
    #expect(answer.status == 422)
    #expect(
      answer.body == #"{"message":"password is on this site's list of passwords that are refused"}"#)
    #expect(try site.post("register", "ada@example.com", "our company at large", setting).status == 200)
  }

  /// Who registers is told nothing; who logs in needs no list.
  @Test func namesASettingThatNamesNoFile() throws {
    let site = try CGISite()
    #expect(try site.post("register", "ada@example.com", "correct horse").status == 200)
    let setting = ["AUTH_PASSWORD_BLOCKLIST": "missing/list.txt"]
    let answer = try site.post("register", "bob@example.com", "correct horse", setting)
    #expect(answer.status == 500)
    #expect(answer.body == #"{"message":"Internal Server Error","reason":"config-invalid"}"#)
    #expect(
      answer.errors
        == "config-invalid password_blocklist cannot be read: open list.txt: No such file or directory\n")
    #expect(try site.post("login", "ada@example.com", "correct horse", setting).status == 200)
  }

  /// 14 MB of list, in a program that may have no more than 20 MB of memory in all.
  @Test func readsALongListWithLittleMemory() throws {
    let site = try CGISite()
    try site.folder.write(
      "blocklist.txt", String(repeating: "another password\n", count: 850_000) + "our company")
    let body = "email=ada@example.com&password=our+company"
    let environment = site.environment(
      "POST", contentType: "application/x-www-form-urlencoded", contentLength: "\(body.utf8.count)",
      ["AUTH_PASSWORD_BLOCKLIST": site.folder.path("blocklist.txt")])
    let limited = try run(
      "/bin/sh", ["-c", "ulimit -v 20000; exec \"$0\"", try Project.program("register")],
      environment: environment, input: Array(body.utf8))
    #expect(try Answer(limited).status == 422)
  }
}
