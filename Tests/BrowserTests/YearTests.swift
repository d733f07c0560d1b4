import CGIAuthHarness
import Testing

extension BrowserTests {
  /// A year of a site whose owner has no shell: docs/owner.md, task by task.
  @Suite struct YearTests {
    @Test(arguments: HostedSite.Host.allCases)
    func anOwnerNeedsOnlyFTPAndABrowser(_ host: HostedSite.Host) throws {
      let year = try Year(on: host)
      try year.install()
      try year.becomeAdministrator()
      try year.guardAFolder()
      try year.disableAndEnable()
      try year.showALink()
      try year.check(hasLogged: "link-shown")
      try year.endSessions()
      try year.remove()
      try year.invite()
      try year.approve()
      try year.move()
      try year.upgrade()
      try year.rescue()
    }
  }
}
