import CGIAuthCore
import CGIAuthLibC

/// A folder of mails, one a file (maildir(5)): nobody sees half a mail, whatever happens meanwhile.
struct Maildir {
  let path: String

  /// Writes a mail into `tmp`, and moves it into `new` when the disk has it.
  func deliver(_ message: [UInt8]) throws(MailFailure) {
    do throws(SystemError) {
      for folder in ["", "/tmp", "/new", "/cur"] {
        guard mkdir(path + folder, 0o700) == 0 || errno == EEXIST else {
          throw SystemError.last("make a Maildir")
        }
      }
      let unique = Base64URL.encode(try Randomness.system.bytes(12))
      let name = "\(Clock.system.now()).\(unique).cgi-auth"
      let draft = "\(path)/tmp/\(name)"
      do throws(SystemError) {
        let file = try File.open(draft, O_WRONLY | O_CREAT | O_EXCL)
        try file.write(message)
        try file.sync()
        guard rename(draft, "\(path)/new/\(name)") == 0 else { throw .last("move a mail into new") }
        try File.open(path + "/new", O_RDONLY | O_DIRECTORY).sync()
      } catch {
        unlink(draft)
        throw error
      }
    } catch {
      throw MailFailure(.folder, error.text)
    }
  }
}
