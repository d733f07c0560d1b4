/// Writes a tar archive, member by member.
struct TarWriter {
  private let file: File
  /// How many bytes of the member are to come.
  private var missing = 0
  private var padding = 0

  /// - Parameter file: it is written to from where it stands.
  init(_ file: File) { self.file = file }

  /// Begins a member. Its content follows, as long as the head says.
  mutating func begin(_ header: TarHeader) throws(SystemError) {
    precondition(missing == 0)
    missing = header.size
    padding = TarHeader.padding(behind: header.size)
    try file.write(header.block)
    try pad()
  }

  /// Writes a part of the member's content.
  mutating func write(_ bytes: [UInt8]) throws(SystemError) {
    precondition(bytes.count <= missing)
    missing -= bytes.count
    try file.write(bytes)
    try pad()
  }

  /// Fills up the last block of a member that is complete.
  private mutating func pad() throws(SystemError) {
    guard missing == 0, padding > 0 else { return }
    try file.write([UInt8](repeating: 0, count: padding))
    padding = 0
  }

  /// Ends the archive: two blocks of zeros.
  func finish() throws(SystemError) {
    try file.write([UInt8](repeating: 0, count: 2 * TarHeader.blockBytes))
  }
}
