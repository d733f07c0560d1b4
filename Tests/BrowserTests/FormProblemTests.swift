import CGIAuthHarness
import Testing

extension BrowserTests {
  /// Forms that come back with a problem, without scripts.
  @Suite struct FormProblemTests {
    /// A form's problem: what leads to it and where it is said.
    struct Problem: Sendable, CustomTestStringConvertible {
      let testDescription: String
      let program: String
      let password: String
      let status: Int
      /// The field that it is about, or nil for one above the form.
      let field: String?
      let text: String
    }

    /// With the address of a user whose password is `goodPassword`.
    static let problems = [
      Problem(
        testDescription: "wrong password", program: "login", password: "ten herons at dawn", status: 401,
        field: nil, text: "E-mail address or password is wrong."),
      Problem(
        testDescription: "taken address", program: "register", password: goodPassword, status: 409,
        field: "email", text: "This address has an account already. Log in instead"),
      Problem(
        testDescription: "common password", program: "register", password: "password1", status: 422,
        field: "password", text: "This is one of the most common passwords."),
      Problem(
        testDescription: "short password", program: "register", password: "heron", status: 422,
        field: "password", text: "Too short: use at least 8 characters."),
    ]

    @Test(arguments: ServerVariant.browsedOnce, problems)
    func theFormComesBackWithTheReason(_ variant: ServerVariant, _ problem: Problem) throws {
      let server = try variant.shared()
      let email = newAddress()
      #expect(try server.post("register", .user(email)).status == 200)
      let browser = try Browser(.init(runsScripts: false))
      try browser.open(server.page(problem.program))
      try browser.submit(email, problem.password)

      #expect(try browser.status == problem.status)
      #expect(try browser.find("#email").value == email)
      #expect(try browser.find("#password").value == "")
      #expect(try !browser.document().contains(problem.password))
      if let field = problem.field {
        #expect(try browser.text(in: "#\(field)-error") == problem.text)
        let input = try browser.find("#\(field)")
        #expect(try input.attribute("aria-invalid") == "true")
        let descriptions = try #require(try input.attribute("aria-describedby")).split(separator: " ")
        #expect(descriptions.contains("\(field)-error"))
        for id in descriptions { #expect(try !browser.text(in: "#\(id)").isEmpty, "\(id)") }
        #expect(try !browser.has("#problem"))
      } else {
        #expect(try browser.text(in: "#problem") == problem.text)
        #expect(try browser.find("#problem").attribute("role") == "alert")
        #expect(try !browser.has("[aria-invalid]"))
        // What it says is read out with the field.
        #expect(try browser.find("#password").attribute("aria-describedby") == "problem")
      }
      // It comes with a frame.
      try browser.wait(for: "the focus") { try browser.focusedID == problem.field ?? "password" }
      #expect(try browser.console() == [])
    }

    /// With such a field a browser would send `Origin: null` (Fetch section 3.2), and over plain HTTP nothing
    /// else tells where a form comes from.
    @Test func theFormIsTakenWhereTheServerForbidsReferrers() throws {
      let server = try LiveServer(ServerVariant.http[0]) { _ in
        """
        LoadModule headers_module /usr/lib/apache2/modules/mod_headers.so
        Header always set Referrer-Policy no-referrer

        """
      }
      let email = newAddress()
      let browser = try Browser(.init(runsScripts: false))
      try browser.logIn(email, at: server)
      #expect(try browser.welcomes(email))
      try browser.follow("button")
      #expect(try browser.has("#notice"))
    }

    /// What password managers go by (WHATWG HTML section 4.10.18.7, "Autofill").
    @Test(arguments: ["register", "login"]) func passwordManagersKnowTheFields(_ program: String) throws {
      let server = try ServerVariant.browsed[0].shared()
      let browser = try Browser()
      try browser.open(server.page(program))
      #expect(try browser.find("#email").attribute("autocomplete") == "username")
      #expect(try browser.find("#email").attribute("type") == "email")
      let password = try browser.find("#password")
      #expect(try password.attribute("type") == "password")
      #expect(
        try password.attribute("autocomplete") == (program == "login" ? "current-password" : "new-password"))
      // Chromium, too, has an opinion of such forms, and says it there.
      #expect(try browser.console() == [])
    }

    /// The browser says it then, before anything is sent.
    @Test func emptyFieldsAreNotSent() throws {
      let server = try ServerVariant.browsed[0].shared()
      let browser = try Browser(.init(runsScripts: false))
      try browser.open(server.page("login"))
      _ = try browser.requestedAddresses()
      try browser.find(Browser.sendButton).click()
      let requests = try browser.requestedAddresses()
      #expect(requests == [])
      #expect(try browser.focusedID == "email")
    }
  }
}
