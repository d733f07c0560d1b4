package import CGIAuthLibC

extension stat {
  /// The types of files that are told apart here.
  package enum FileType {
    case folder, regular, symbolicLink
    /// Devices, sockets, pipes.
    case other
  }

  /// What kind of file this is (inode(7)).
  package var fileType: FileType {
    switch st_mode & 0o170000 {
    case 0o040000: .folder
    case 0o100000: .regular
    case 0o120000: .symbolicLink
    default: .other
    }
  }
}
