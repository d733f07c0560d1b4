import CGIAuthHarness
import Testing

/// A browser's words about where a request comes from, and whether they let it in.
struct Provenance: Sendable, CustomTestStringConvertible {
  /// What differs between the servers.
  enum Verdict: Sendable {
    case admitted, refused
    /// lighttpd takes `Sec_Fetch_Site` for the hyphenated name; Apache drops it.
    case refusedByLighttpd
  }

  /// Header fields; `ORIGIN` stands for the site's own.
  let headers: [String]
  let verdict: Verdict

  init(_ headers: [String], _ verdict: Verdict) {
    self.headers = headers
    self.verdict = verdict
  }

  var testDescription: String { headers.joined(separator: " + ") }

  func isAdmitted(by variant: ServerVariant) -> Bool {
    switch verdict {
    case .admitted: true
    case .refused: false
    case .refusedByLighttpd: variant.software.isApache
    }
  }
}

extension ServerTests {
  /// What only a server makes of fields: two of one name, and names that look alike. `ContractTests` have the
  /// rest.
  @Suite struct ProvenanceTests {
    static let provenances = [
      Provenance(["Sec-Fetch-Site: same-origin"], .admitted),
      Provenance(["Sec-Fetch-Site: cross-site"], .refused),
      Provenance(["Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: cross-site"], .refused),
      Provenance(["Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-origin"], .refused),
      Provenance(["Sec-Fetch-Site: cross-site", "Sec_Fetch_Site: same-origin"], .refused),
      Provenance(["Sec_Fetch_Site: same-origin", "Sec-Fetch-Site: cross-site"], .refused),
      Provenance(["Sec-Fetch-Site: same-origin", "Sec_Fetch_Site: cross-site"], .refusedByLighttpd),
      Provenance(["Sec_Fetch_Site: cross-site"], .refusedByLighttpd),
      Provenance(["Origin: ORIGIN", "Origin: https://evil.example"], .refused),
    ]

    @Test(arguments: ServerVariant.all, provenances)
    func onlyOurOwnPagesChangeAnything(_ variant: ServerVariant, _ provenance: Provenance) throws {
      let server = try variant.shared()
      let headers = provenance.headers.map { $0.replacing("ORIGIN", with: server.origin) }
      let isAdmitted = provenance.isAdmitted(by: variant)
      // Admitted, an unknown address is what is wrong with these; each has its own, as failures are counted.
      let nobody = RequestBody.user("nobody\(UInt32.random(in: .min ... .max))@example.com")
      let login = try server.post("login", nobody, headers: headers)
      #expect(login.message == (isAdmitted ? "Invalid credentials" : "Cross-site request refused"))
      #expect(login.status == (isAdmitted ? 401 : 403))
      let logout = try server.get("logout", headers: headers)
      #expect(logout.status == (isAdmitted ? 200 : 403))
      #expect(logout.values("Set-Cookie").count == (isAdmitted ? 2 : 0))
    }
  }
}
