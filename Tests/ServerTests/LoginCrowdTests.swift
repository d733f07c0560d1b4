import Foundation
import CGIAuthHarness
import Testing

extension ServerTests {
  /// More logins at once than there are processors, with the default hash.
  @Suite(.serialized) struct LoginCrowdTests {
    /// What crowd.py prints.
    private struct Report: Decodable {
      let logins, protected: [String: Int]
      let samples, programs, bytes: Int
    }

    private static let maxBytes = 512 << 20

    private func report(_ server: LiveServer, _ emails: [String]) throws -> Report {
      let text = try Tool.python.output(
        [
          "\(Project.root)/Tests/ServerTests/tools/crowd.py", "\(server.port)", "300",
          try realPath(server.folder.path("cgi-bin")),
        ] + emails)
      print(server.variant.testDescription, text, terminator: "")
      return try JSONDecoder().decode(Report.self, from: Data(text.utf8))
    }

    private func realPath(_ path: String) throws -> String {
      let real = try #require(realpath(path, nil))
      defer { free(real) }
      return String(cString: real)
    }

    @Test(arguments: ServerVariant.http) func threeHundredLoginsStayWithin512MiB(_ variant: ServerVariant)
      throws
    {
      let server = try LiveServer(variant, settings: [:])
      defer { server.stop() }
      let emails = (0..<10).map { "crowd\($0)@example.com" }
      for email in emails { #expect(try server.post("register", .user(email)).status == 200) }
      let report = try report(server, emails)
      // Served, or asked to come again: nothing else.
      #expect(Set(report.logins.keys).isSubset(of: ["200", "503+"]), "\(report)")
      #expect(report.logins.values.reduce(0, +) == 300)
      #expect(report.logins["200", default: 0] > 1, "\(report)")
      #expect(Set(report.protected.keys) == ["200"], "\(report)")
      #expect(report.bytes <= Self.maxBytes, "\(report)")
      // What was measured: samples that saw hashes of 16 MiB, and processes that waited for them.
      #expect(report.samples > 5 && report.bytes > 16 << 20, "\(report)")
      #expect(report.programs > 3, "\(report)")
    }

    /// What registrations.py prints.
    private struct Registrations: Decodable {
      let logins, registrations: [String: Int]
      let slowest: Int
    }

    /// A hundred connections, with as many networks behind them as they like, and with one.
    @Test(
      arguments: ServerVariant.http.map { ($0, ["AUTH_THROTTLE": "off"]) } + [(ServerVariant.http[0], [:])])
    func leavesLoginsAloneThoughAHundredRegister(_ variant: ServerVariant, _ settings: [String: String])
      throws
    {
      let server = try LiveServer(variant, settings: settings)
      defer { server.stop() }
      #expect(try server.post("register", .user("owner@example.com")).status == 200)
      let text = try Tool.python.output([
        "\(Project.root)/Tests/ServerTests/tools/registrations.py", "\(server.port)", "100", "5",
        "owner@example.com",
      ])
      print(variant.testDescription, settings, text, terminator: "")
      let report = try JSONDecoder().decode(Registrations.self, from: Data(text.utf8))
      #expect(report.logins == ["200": 5], "\(report)")
      // What was beside them: more than can be served.
      #expect(Set(report.registrations.keys).isSubset(of: ["200", "429+", "503+"]), "\(report)")
      #expect(report.registrations.values.reduce(0, +) >= 100, "\(report)")
      let refusal = settings.isEmpty ? "429+" : "503+"
      #expect(report.registrations[refusal, default: 0] > 0, "\(report)")
      // In the seconds that this takes few of the waits are over.
      if settings.isEmpty { #expect(report.registrations["200", default: 0] < 40, "\(report)") }
    }
  }
}
