import CGIAuthCore
import CGIAuthLibC

/// The code that shows who can read the site's files: `admin.code` in the data folder, 128 bits by chance.
///
/// It is made when somebody asks for it, and whoever gives it removes it.
struct AdminCode {
  static let file = Administrators.codeFile
  private static let maxBytes = 256
  /// Neither a link is followed, nor a pipe waited for.
  private static let noLink = O_NOFOLLOW | O_NONBLOCK

  let directory: DataDirectory

  /// Makes the file where there is none.
  ///
  /// - Parameter mark: the file that says that no code is wanted any more, which somebody may make meanwhile.
  func make(_ call: Call, unless mark: String? = nil) throws(Refusal) {
    guard try !Refusal.taking(system: try directory.has(Self.file)) else { return }
    let code = try call.newID()
    _ = try Refusal.taking(system: try directory.create(Self.file, Array((code + "\n").utf8)))
    if let mark, try Refusal.taking(system: try directory.has(mark)) { try remove() }
  }

  /// Removes the file, where it is there.
  func remove() throws(Refusal) {
    do { try directory.remove(Self.file) } catch {
      if error.code != ENOENT { throw Refusal(Failure(error)) }
    }
  }

  /// Whether a code is the one of the file.
  ///
  /// - Parameter using: whether it is used up by that: of any number at once one gets true.
  func matches(_ code: [UInt8], using: Bool, _ call: Call) throws(Refusal) -> Bool {
    let file: File?
    let content: [UInt8]?
    do {
      file = try File.openIfPresent(directory.path(Self.file), Self.noLink)
      guard let file else { return false }
      let status = try file.status()
      guard status.fileType == .regular, TrustedOwner.owns(status) else { return false }
      // Others who have the right code wait here. Then the file is gone.
      guard try file.lock(LOCK_EX, until: call.deadline) else { return false }
      guard try file.isStill(at: directory.path(Self.file)) else { return false }
      content = try file.readAll(maxBytes: Self.maxBytes)
    } catch { throw Refusal(Failure(error)) }
    guard let words = content?.split(whereSeparator: { $0 <= 0x20 }), words.count == 1,
      SecretBytes(Array(words[0])) == SecretBytes(code)
    else { return false }
    if using { try Refusal.taking(system: try directory.remove(Self.file)) }
    // Until here the lock is held.
    return withExtendedLifetime(file) { true }
  }

  /// Whether the owner has put the file there that asks for a rescue.
  func isRescueAsked() throws(Refusal) -> Bool {
    do {
      guard let file = try File.openIfPresent(directory.path(Administrators.rescueFile), Self.noLink) else {
        return false
      }
      let status = try file.status()
      return status.fileType == .regular && status.st_size == 0 && TrustedOwner.owns(status)
    } catch {
      // A link, or a folder.
      return false
    }
  }
}
