package import CGIAuthCore

/// What a mail says, in the language of whom it goes to. Each says what happened, what to do next, and what
/// to do where it was somebody else.
package struct Letter {
  package let language: Language
  package let subject: String
  /// Paragraphs with an empty line between them, links on lines of their own. Lines end in LF.
  package let body: String

  private init(_ site: Site, _ subject: Phrase, _ paragraphs: [String]) {
    language = site.language
    self.subject = "\(site.name): \(site.language(subject))"
    var body = ""
    for paragraph in paragraphs where !paragraph.isEmpty {
      body += (body.isEmpty ? "" : "\n") + paragraph + "\n"
    }
    self.body = body
  }

  /// What all letters to somebody have in common.
  package struct Site {
    /// The site's name, as its owner set it, or its host name.
    let name: String
    let language: Language

    package init(name: String, language: Language) {
      self.name = name
      self.language = language
    }

    /// A paragraph that names the site.
    fileprivate func callAsFunction(_ phrase: Phrase) -> String { language(phrase, name) }
  }

  /// What something was done on, and when: two lines of a letter.
  package struct Circumstances {
    let device: DeviceName
    /// Seconds since 1970.
    let time: Int

    package init(_ device: DeviceName, at time: Int) {
      self.device = device
      self.time = time
    }

    /// When it was.
    fileprivate static func line(of time: Int, _ language: Language) -> String {
      let time = internetTime(time).utf8
      let day = String(decoding: time.prefix(10), as: UTF8.self)
      let minute = String(decoding: time.dropFirst(11).prefix(5), as: UTF8.self)
      return language(.time, "\(day) \(minute) UTC")
    }

    fileprivate func text(_ language: Language) -> String {
      let name: String =
        if !device.isOfAList {
          language(.otherDevice)
        } else if device.system.isEmpty {
          device.program
        } else {
          "\(device.program), \(device.system)"
        }
      return "\(language(.device, name))\n\(Self.line(of: time, language))"
    }
  }

  // MARK: Letters that somebody asked for, who may be a stranger

  /// - Parameter link: where a new password can be chosen, for 60 minutes.
  package static func recovery(_ site: Site, link: String) -> Letter {
    Letter(
      site, .recoverySubject,
      [site(.recoveryAsked), link, site.language(.recoveryLife), site.language(.recoveryByOthers)])
  }

  /// - Parameter link: where the address is confirmed that an account was registered with, for 24 hours.
  package static func confirmation(_ site: Site, link: String) -> Letter {
    Letter(
      site, .confirmationSubject,
      [site(.confirmationAsked), link, site.language(.dayOfLink), site.language(.confirmationByOthers)])
  }

  /// - Parameter recovery: the page to ask for a new password on.
  package static func alreadyRegistered(_ site: Site, recovery: String) -> Letter {
    Letter(
      site, .alreadyRegisteredSubject,
      [site(.alreadyRegistered), site.language(.ifForgotten), recovery, site.language(.nothingChanged)])
  }

  /// - Parameters:
  ///   - code: the code to enter where the login began.
  ///   - link: does the same; both for 10 minutes.
  ///   - asked: what asked for it.
  package static func login(_ site: Site, code: String, link: String, asked: Circumstances) -> Letter {
    Letter(
      site, .loginSubject,
      [
        site(.loginAsked), "    \(code)", site.language(.orOpen), link, site.language(.loginLife),
        asked.text(site.language), site.language(.loginByOthers),
      ])
  }

  // MARK: Letters to people about their own accounts

  /// - Parameter recovery: the page to ask for a new password on, here and below.
  package static func passwordChanged(_ site: Site, _ how: Circumstances, recovery: String) -> Letter {
    Letter(
      site, .passwordChangedSubject,
      [site(.passwordChanged), how.text(site.language)] + takeBack(site, recovery))
  }

  package static func newDevice(_ site: Site, _ how: Circumstances, recovery: String) -> Letter {
    Letter(
      site, .newDeviceSubject, [site(.newDevice), how.text(site.language)] + takeBack(site, recovery))
  }

  /// - Parameter how: what used the key of a session for the second time.
  package static func sessionEnded(_ site: Site, _ how: Circumstances, recovery: String) -> Letter {
    Letter(
      site, .sessionEndedSubject,
      [
        site(.sessionEnded), how.text(site.language), site.language(.logInAnew),
        site.language(.ifUnexpected), recovery,
      ])
  }

  /// To a new address of an account.
  ///
  /// - Parameter link: where it is confirmed, for 24 hours.
  package static func newAddress(_ site: Site, link: String) -> Letter {
    Letter(
      site, .newAddressSubject,
      [site(.newAddressAsked), link, site.language(.dayOfLink), site.language(.newAddressByOthers)])
  }

  /// To the address that an account had until now.
  ///
  /// - Parameter undo: where the change is taken back, for 7 days.
  package static func addressChanged(_ site: Site, undo: String) -> Letter {
    Letter(
      site, .addressChangedSubject,
      [site(.addressChanged), site.language(.ifYou), site.language(.undoAddress), undo])
  }

  // MARK: Letters of administrators

  /// - Parameter link: where to register, for 7 days.
  package static func invitation(_ site: Site, link: String) -> Letter {
    Letter(
      site, .invitationSubject,
      [site(.invitation), link, site.language(.weekOfLink), site.language(.invitationUnwanted)])
  }

  /// - Parameter login: the page to log in on.
  package static func approved(_ site: Site, login: String, recovery: String) -> Letter {
    Letter(
      site, .approvedSubject, [site(.approved), login, site.language(.approvedByOthers), recovery])
  }

  /// - Parameter link: where a new password can be chosen, for 60 minutes.
  package static func recoveryByAdministrator(_ site: Site, link: String) -> Letter {
    Letter(
      site, .recoverySubject,
      [
        site(.recoveryByAdministrator), link, site.language(.recoveryLife),
        site.language(.recoveryUnexpected),
      ])
  }

  /// - Parameter time: when it was shown, in seconds since 1970.
  package static func linkShown(_ site: Site, at time: Int) -> Letter {
    Letter(
      site, .linkShownSubject,
      [
        site(.linkShown), Circumstances.line(of: time, site.language), site.language(.linkShownNext),
        site.language(.linkShownUnexpected),
      ])
  }

  // MARK: Letters to administrators

  /// - Parameters:
  ///   - count: how many registrations wait.
  ///   - link: the page where they are.
  package static func waiting(_ site: Site, count: Int, link: String) -> Letter {
    Letter(
      site, .waitingSubject,
      [site(.waiting), site.language(.waitingCount, "\(count)"), link, site(.whyAdministrator)])
  }

  package static func test(_ site: Site) -> Letter {
    Letter(site, .testSubject, [site(.test), site.language(.testInSpam), site.language(.nothingToDo)])
  }

  private static func takeBack(_ site: Site, _ recovery: String) -> [String] {
    [site.language(.ifYou), site.language(.ifNotYou), recovery]
  }
}
