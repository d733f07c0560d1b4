extension Program {
  /// What a program does that no web server starts.
  package typealias Work = (_ site: Site, _ clock: Clock) throws(Failure) -> Void

  /// Does the work of a program that another one starts beside itself, and exits: `Gateway.runHelper`. What
  /// stops it is told as that of the programs that answer: one line in both logs.
  package static func runBeside(_ work: Work) -> Never {
    Gateway.runHelper { environment, programDirectory, log in
      let clock = Clock.system
      var configuration = Configuration(programDirectory: programDirectory)
      do throws(Failure) {
        try work(Site(environment, &configuration, .system, signs: false), clock)
        return true
      } catch {
        log(error.logLine)
        Site.errorLog(of: configuration)?.append(error.logLine, now: clock.now())
        return false
      }
    }
  }
}
