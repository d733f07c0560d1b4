import CGIAuthHarness
import Foundation
import Testing

/// What happens on a site, in the order of docs/owner.md. The owner does it by FTP and by a browser, and the
/// members by browsers of their own, all without scripts.
final class Year {
  /// Somebody with a browser.
  struct Person {
    let address = newAddress()
    let browser: Browser

    init() throws { browser = try Browser(.init(runsScripts: false)) }
  }

  private(set) var site: HostedSite
  let owner: Person
  let ada: Person
  let bob: Person
  /// The password of Ada, who forgets it.
  private var adasPassword = goodPassword
  private var ownersPassword = goodPassword

  /// A site on which nothing is yet.
  init(on host: HostedSite.Host) throws {
    site = try HostedSite(host)
    (owner, ada, bob) = (try Person(), try Person(), try Person())
  }

  // MARK: Installing

  /// The programs come by FTP, and are all that has to come.
  func install() throws {
    #expect(try site.ftp.give("cls -1 cgi-bin") == "")
    try site.upload()
    try owner.browser.open(site.page("register"))
    #expect(try owner.browser.status == 200, "\(site.log)")
    for person in [owner, ada, bob] { try register(person) }
    #expect(try site.ftp.give("cls -l").contains(/drwx------.* auth-data\/?\n/))
    // Nobody but the owner gets at the data.
    try ada.browser.open("\(site.origin)/auth-data/users.gdbm")
    #expect(try ada.browser.status == 404)
  }

  /// The code that only the owner can read makes an administrator.
  func becomeAdministrator() throws {
    try ada.browser.open(site.page("admin"))
    try ada.browser.find("#code").fill("0123456789abcdef")
    try ada.browser.follow(Browser.sendButton)
    #expect(try ada.browser.text(in: "#code-error") == "This is not what stands in the file now.")
    try owner.browser.open(site.page("admin"))
    #expect(try owner.browser.text(in: "h1") == "The first administrator")
    try owner.browser.find("#code").fill(try code())
    try owner.browser.follow(Browser.sendButton)
    try openAdministration()
    #expect(try owner.browser.text(in: "h1") == "Administration")
    #expect(try !site.ftp.give("cls -1 auth-data").contains("admin.code"))
    try ada.browser.open(site.page("admin"))
    #expect(try ada.browser.status == 403)
  }

  // MARK: Members

  /// A folder for everybody who is logged in, then for a group, with two people in it.
  func guardAFolder() throws {
    let page = "\(site.origin)/members/"
    try site.ftp.give("mkdir public/members")
    try site.ftp.put(
      "public/members/index.html", "<!DOCTYPE html><html lang=en><title>Herons</title><h1>Nine herons</h1>")
    try site.guardMembers(group: nil)
    let stranger = try Person()
    try stranger.browser.open(page)
    #expect(try stranger.browser.place == "/cgi-bin/login.cgi?next=/members/", "\(site.log)")
    try bob.browser.open(page)
    #expect(try bob.browser.text(in: "h1") == "Nine herons", "\(site.log)")

    try site.guardMembers(group: "staff")
    for person in [ada, bob] {
      try person.browser.open(page)
      #expect(try person.browser.status == 403)
      #expect(try person.browser.text(in: "main").contains("this page is not for you"))
    }
    try openAdministration()
    try owner.browser.find("#group summary").click()
    try owner.browser.find("#group-group").fill("staff")
    try owner.browser.follow("#group form > button")
    #expect(try owner.browser.text(in: "#users") == "Nobody is there.")
    try owner.browser.find("#add-to-group summary").click()
    try owner.browser.find("#add-to-group-emails").fill("\(ada.address), \(bob.address)")
    try owner.browser.follow("#add-to-group form > button")
    let members = try owner.browser.text(in: "#users")
    #expect(members.contains(ada.address) && members.contains(bob.address), "\(members)")
    for person in [ada, bob] {
      try person.browser.open(page)
      #expect(try person.browser.text(in: "h1") == "Nine herons")
    }
    // The owner is in another group.
    try owner.browser.open(page)
    #expect(try owner.browser.status == 403)
  }

  /// Shut out at once, and let in again.
  func disableAndEnable() throws {
    try openPage(of: bob)
    try owner.browser.find("#disable summary").click()
    try owner.browser.follow("#disable form > button")
    #expect(try owner.browser.text(in: "dl").contains("disabled"))
    try bob.browser.open("\(site.origin)/members/")
    #expect(try bob.browser.place.hasPrefix("/cgi-bin/login.cgi?"))
    #expect(try bob.browser.text(in: "#notice") == "Your session has ended. Please log in again.")
    try bob.browser.submit(bob.address, goodPassword)
    #expect(try bob.browser.status == 401)
    try owner.browser.find("#enable summary").click()
    try owner.browser.follow("#enable form > button")
    try bob.browser.submit(bob.address, goodPassword)
    #expect(try bob.browser.place == "/members/")
    #expect(try bob.browser.text(in: "h1") == "Nine herons")
  }

  /// A link, shown to the owner, opens the account to somebody who has forgotten the password.
  func showALink() throws {
    try openPage(of: ada)
    try owner.browser.find("#recover summary").click()
    try owner.browser.follow("#recover form > button")
    let link = try #require(try owner.browser.find("#link a").attribute("href"))
    let elsewhere = try Person()
    adasPassword = "six herons at dusk"
    try choose(adasPassword, by: link, elsewhere.browser)
    try elsewhere.browser.submit(ada.address, adasPassword)
    #expect(try elsewhere.browser.welcomes(ada.address))
    // It ended what was before, and works once.
    try ada.browser.open("\(site.origin)/members/")
    #expect(try ada.browser.text(in: "#notice") == "Your session has ended. Please log in again.")
    try ada.browser.submit(ada.address, goodPassword)
    #expect(try ada.browser.status == 401)
    try elsewhere.browser.open(address(of: link))
    #expect(try !elsewhere.browser.has("#newPassword"))
    try ada.browser.submit(ada.address, adasPassword)
    #expect(try ada.browser.text(in: "h1") == "Nine herons")
  }

  /// As after a phone was lost.
  func endSessions() throws {
    try openPage(of: bob)
    try owner.browser.follow("#sessions form > button")
    #expect(try owner.browser.text(in: "#notice") == "Done.")
    try bob.browser.open("\(site.origin)/members/")
    #expect(try bob.browser.text(in: "#notice") == "Your session has ended. Please log in again.")
    try bob.browser.submit(bob.address, goodPassword)
    #expect(try bob.browser.text(in: "h1") == "Nine herons")
  }

  /// For good, and only after a question.
  func remove() throws {
    let guest = try newMember()
    try openPage(of: guest)
    try owner.browser.follow("#remove a")
    #expect(try owner.browser.text(in: "main").contains("\(guest.address) is removed at once and for good"))
    try guest.browser.open(site.page("protected"))
    #expect(try guest.browser.welcomes(guest.address))
    try owner.browser.follow(Browser.sendButton)
    #expect(try owner.browser.text(in: "#notice") == "Done.")
    try guest.browser.open(site.page("protected"))
    try guest.browser.submit(guest.address, goodPassword)
    #expect(try guest.browser.status == 401)
  }

  // MARK: Who comes in

  /// One line of the settings, put there by FTP, and only who has a link can register.
  func invite() throws {
    try site.ftp.put("auth-data/auth.conf", "registration = invite\n")
    let guest = try Person()
    try guest.browser.open(site.page("register"))
    #expect(try guest.browser.status == 403 && !guest.browser.has("#password"))
    try openAdministration("invitations=")
    try owner.browser.find("#invite summary").click()
    try owner.browser.find("#invite-emails").fill(guest.address)
    try owner.browser.find("#invite-groups").fill("staff")
    try owner.browser.follow("#invite form > button")
    let link = try #require(try owner.browser.find("#invitations li a").attribute("href"))
    try guest.browser.open(address(of: link))
    #expect(try guest.browser.find("#email").value == guest.address)
    try guest.browser.find("#password").fill(goodPassword)
    try guest.browser.follow(Browser.sendButton)
    try guest.browser.submit(guest.address, goodPassword)
    #expect(try guest.browser.welcomes(guest.address))
    try guest.browser.open("\(site.origin)/members/")
    #expect(try guest.browser.text(in: "h1") == "Nine herons")
    // It is used up.
    let other = try Person()
    try other.browser.open(address(of: link))
    #expect(try !other.browser.has("#password"))
    try openAdministration("invitations=")
    #expect(try owner.browser.text(in: "#invitations") == "No invitation is open.")
  }

  /// Everybody may register, and nobody can log in before the owner has let that person in.
  func approve() throws {
    try site.ftp.put("auth-data/auth.conf", "registration = approval\n")
    let guest = try Person()
    try guest.browser.open(site.page("register"))
    try guest.browser.find("#note").fill("Carla of the second team")
    try guest.browser.submit(guest.address, goodPassword)
    #expect(try guest.browser.text(in: "#notice").contains("An administrator will look at it"))
    try guest.browser.open(site.page("login"))
    try guest.browser.submit(guest.address, goodPassword)
    #expect(try guest.browser.status == 403)
    try openAdministration("waiting=")
    let waiting = try owner.browser.text(in: "#users")
    #expect(waiting.contains(guest.address) && waiting.contains("Carla of the second team"))
    try owner.browser.follow("#users li form > button")
    #expect(try owner.browser.text(in: "#notice") == "Done.")
    try guest.browser.open(site.page("login"))
    try guest.browser.submit(guest.address, goodPassword)
    #expect(try guest.browser.welcomes(guest.address))
    // As it was.
    try site.ftp.give("rm auth-data/auth.conf")
  }

  // MARK: The site

  /// Every line of the check is well, but for what nobody can see from inside, and mail, which is off.
  ///
  /// - Parameter event: what was done lately.
  func check(hasLogged event: String) throws {
    let complaints = try complaints()
    #expect(
      complaints == [
        "Cannot know: The server hands on the field Authorization.",
        "No, this is to be mended: Mail is sent.",
        "Cannot know: A stranger sees nothing that is guarded.",
      ])
    try openAdministration("log=audit")
    #expect(try owner.browser.text(in: "main ul").contains("\"event\":\"\(event)\""))
  }

  /// The lines of the check that are not well.
  private func complaints() throws -> [String] {
    try openAdministration("doctor=")
    let answers = try owner.browser.evaluate(
      """
      return [...document.querySelectorAll('dt')].map(t =>
        t.nextElementSibling.querySelector('strong').textContent + ': ' + t.textContent)
      """, as: [String].self)
    #expect(answers.count == 15)
    return answers.filter { !$0.hasPrefix("Yes: ") }
  }

  /// To another host, with a backup: everything is fetched by FTP, and put there. Everybody logs in there.
  func move() throws {
    try openAdministration("backup=")
    try owner.browser.follow("main form > button")
    #expect(try owner.browser.text(in: "#notice") == "Done.")
    let home = try TemporaryFolder()
    try site.ftp.give(
      "mirror cgi-bin \(home.path("cgi-bin"))", "mirror auth-data/backup \(home.path("backup"))",
      "mirror public \(home.path("public"))")
    let backups = try home.names("backup").filter { $0.hasSuffix(".tar") }
    #expect(backups.count == 1)
    try home.makeFolder("data")
    let unpack = "tar -xf ../backup/\(backups[0]) && sha256sum -c SHA256SUMS"
    #expect(try run("/bin/sh", ["-c", unpack], workingFolder: home.path("data")).status == 0)

    let new = try HostedSite(site.host, isOther: true)
    // As FTP clients do that carry no permissions.
    try new.ftp.give(
      "mirror -R --no-perms \(home.path("cgi-bin")) cgi-bin",
      "mirror -R --no-perms \(home.path("public")) public", "glob chmod 755 cgi-bin/*")
    site = new
    try owner.browser.open(site.page("login"))
    try site.ftp.give(
      "mirror -R --no-perms --transfer-all --exclude ^SHA256SUMS \(home.path("data")) auth-data")
    try owner.browser.open(site.page("login"))
    try owner.browser.submit(owner.address, ownersPassword)
    #expect(try owner.browser.welcomes(owner.address), "\(site.log)")
    for (person, password) in [(ada, adasPassword), (bob, goodPassword)] {
      try person.browser.open("\(site.origin)/members/")
      try person.browser.submit(person.address, password)
      #expect(try person.browser.text(in: "h1") == "Nine herons", "\(site.log)")
    }
    _ = try newMember()
    // The check tells of the permissions that got lost.
    let open = "No, this is to be mended: Only your account can read what is kept."
    let complaints = try complaints()
    #expect(complaints.contains(open), "\(complaints)")
    try site.ftp.give("glob chmod 600 auth-data/*.gdbm auth-data/*.key auth-data/admin.made")
    try check(hasLogged: "logged-in")
  }

  /// New programs in the place of the old ones, while people are logged in.
  func upgrade() throws {
    // Others, which do the same: nothing of a program is read behind its end.
    let home = try TemporaryFolder()
    for name in Project.programs + Project.helpers {
      let path = home.path(Project.fileName(name))
      try Project.copyProgram(name, to: path)
      _ = try run("/bin/sh", ["-c", "echo another version >>\(path)"])
    }
    let sizes = "cls -1 --size --block-size=1 --sort=name cgi-bin"
    let before = try site.ftp.give(sizes)
    try site.upload(programs: home.root)
    let after = try site.ftp.give(sizes)
    #expect(after != before && !after.contains(".new"), "\(after)")
    for person in [ada, bob] {
      try person.browser.open("\(site.origin)/members/")
      #expect(try person.browser.text(in: "h1") == "Nine herons", "\(site.log)")
    }
    try openAdministration()
    #expect(try owner.browser.text(in: "h1") == "Administration")
  }

  /// The owner cannot get in any more. A file, put there by FTP, opens a way.
  func rescue() throws {
    let other = try Person()
    try other.browser.open(site.page("admin", "rescue"))
    #expect(try other.browser.status == 404)
    try site.ftp.put("auth-data/admin.rescue", "")
    try other.browser.open(site.page("admin", "rescue"))
    try other.browser.find("#code").fill(try code())
    try other.browser.find("#email").fill(owner.address)
    try other.browser.follow(Browser.sendButton)
    let link = try #require(try other.browser.find("#link a").attribute("href"))
    ownersPassword = "seven herons at noon"
    try choose(ownersPassword, by: link, other.browser)
    try other.browser.submit(owner.address, ownersPassword)
    #expect(try other.browser.welcomes(owner.address))
    let names = try site.ftp.give("cls -1 auth-data")
    #expect(!names.contains("admin.rescue") && !names.contains("admin.code"), "\(names)")
    // Whoever had the old password is out.
    try owner.browser.open(site.page("admin"))
    #expect(try owner.browser.place.hasPrefix("/cgi-bin/login.cgi?"))
    try owner.browser.submit(owner.address, ownersPassword)
    try openAdministration()
    #expect(try owner.browser.text(in: "h1") == "Administration")
  }

  // MARK: Ways

  /// Somebody who registers and logs in.
  private func newMember() throws -> Person {
    let person = try Person()
    try register(person)
    return person
  }

  private func register(_ person: Person) throws {
    try person.browser.open(site.page("register"))
    try person.browser.submit(person.address, goodPassword)
    try person.browser.submit(person.address, goodPassword)
    #expect(try person.browser.welcomes(person.address), "\(site.log)")
  }

  /// What stands in the file of the code.
  private func code() throws -> String {
    try site.ftp.read("auth-data/admin.code").trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Opens a page of admin.cgi. Where it asks for the password, which it does every ten minutes, it gets it.
  private func openAdministration(_ query: String = "") throws {
    try owner.browser.open(site.page("admin", query))
    guard try owner.browser.text(in: "h1") == "Is it you?" else { return }
    try owner.browser.find("#currentPassword").fill(ownersPassword)
    try owner.browser.follow(Browser.sendButton)
  }

  /// Searches for somebody, and opens that page.
  private func openPage(of person: Person) throws {
    try openAdministration()
    try owner.browser.find("#search-q").fill(String(person.address.dropLast(5)))
    try owner.browser.follow("#users form > button")
    try owner.browser.follow("#users li a")
    #expect(try owner.browser.text(in: "h1") == person.address)
  }

  /// The address of a link that was shown: a path where the site's own address is not set.
  private func address(of link: String) -> String { site.origin + link }

  private func choose(_ password: String, by link: String, _ browser: Browser) throws {
    try browser.open(address(of: link))
    try browser.find("#newPassword").fill(password)
    try browser.follow(Browser.sendButton)
    #expect(try browser.has("#notice"))
  }
}
