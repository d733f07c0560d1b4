import CGIAuthCore

/// What is set for guard.cgi alone.
struct GuardSettings {
  /// What stands for a guarded folder where the web server names no file of it (`guard_index`).
  var index = [Array("index.html".utf8)]
  /// Whether the web server sends the files (`guard_sendfile`).
  var isSentByServer = false

  /// Reads them.
  ///
  /// - Throws: an error that says where a value stands and what it must be.
  init(_ configuration: Configuration) throws(ConfigurationError) {
    try configuration.read(Self.all, into: &self)
  }

  static let all: [Setting<GuardSettings>] = [
    // Guarded folders

    /// Names of files, separated by commas, that stand for a guarded folder if the web server names none
    /// (`DirectoryIndex`).
    /// Default: `index.html`.
    Setting("guard_index", "AUTH_GUARD_INDEX") { value, settings in
      settings.index = words(value).map { Array($0) }
      let isGood = !settings.index.contains {
        $0.first == UInt8(ascii: ".") || $0.contains(UInt8(ascii: "/"))
      }
      return isGood && !settings.index.isEmpty
        ? nil : "must be names of files, such as index.html, separated by commas"
    },
    /// Whether the web server sends the files, told by `X-Sendfile`. It must be set up for that
    /// ([guard.md](guard.md#files-that-the-server-sends)).
    Setting("guard_sendfile", "AUTH_GUARD_SENDFILE", yes: "on", no: "off") { $0.isSentByServer = $1 },
  ]
}
