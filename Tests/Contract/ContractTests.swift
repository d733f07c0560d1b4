import CGIAuthHarness
import Testing

/// One table, by every way to ask the programs: the claims are the same, from a function call to a web
/// server.
@Suite(
  .sharedServers(Driver.servers),
  .sharedFastCGI("register", "login", "refresh", "logout", "account", "admin", "protected"))
struct ContractTests {
  @Test(arguments: Contract.sessions.played)
  func setsTheCookieOfTheContract(_ play: Play) throws { try play.check() }

  @Test(arguments: Contract.registrations.played)
  func registersAnAddressOnce(_ play: Play) throws { try play.check() }

  @Test(arguments: Contract.failures.played)
  func answersUnknownAddressAndWrongPasswordAlike(_ play: Play) throws { try play.check() }

  @Test(arguments: Contract.logouts.played)
  func clearsTheCookieAtLogout(_ play: Play) throws { try play.check() }

  @Test(arguments: Contract.accounts.played)
  func changesAnAccountForItsOwner(_ play: Play) throws { try play.check() }

  @Test(arguments: Contract.administration.played)
  func letsNobodyElseAdminister(_ play: Play) throws { try play.check() }

  @Test(arguments: Contract.tokens.played)
  func tellsWhichTokenCounts(_ play: Play) throws { try play.check() }

  @Test(arguments: Contract.methods.played)
  func takesNoOtherMethod(_ play: Play) throws { try play.check() }

  @Test(arguments: Contract.foreignRequests.played)
  func takesNothingFromAnotherSite(_ play: Play) throws { try play.check() }

  @Test(arguments: Contract.ownRequests.played)
  func takesWhatTheSiteItselfSends(_ play: Play) throws { try play.check() }

  @Test(arguments: Contract.settings.played)
  func namesAWrongSettingInTheLogAlone(_ play: Play) throws { try play.check() }

  @Test(arguments: Contract.takenBodies.played)
  func takesJSONAndForms(_ play: Play) throws { try play.check() }

  @Test(arguments: Contract.types.played)
  func takesNoOtherType(_ play: Play) throws { try play.check() }

  @Test(arguments: Contract.malformed.played)
  func refusesMalformedBodies(_ play: Play) throws { try play.check() }

  @Test(arguments: Contract.lengths.played)
  func judgesTheLength(_ play: Play) throws { try play.check() }

  @Test(arguments: Contract.fields.played)
  func namesTheFieldAndNeverItsValue(_ play: Play) throws { try play.check() }

  @Test(arguments: Contract.shortPasswords.played)
  func registersNoShortPassword(_ play: Play) throws { try play.check() }

  @Test(arguments: Contract.longPasswords.played)
  func refusesAPasswordThatWouldBeCut(_ play: Play) throws { try play.check() }

  @Test(arguments: Contract.printablePasswords.played)
  func takesEveryPrintablePassword(_ play: Play) throws { try play.check() }

  @Test(arguments: Contract.nearPasswords.played)
  func tellsPasswordsApart(_ play: Play) throws { try play.check() }
}
