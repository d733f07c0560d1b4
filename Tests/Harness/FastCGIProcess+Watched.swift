import Foundation

/// What can be seen of the process from outside (proc(5)).
extension FastCGIProcess {
  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: "/proc/\(command.processID)/\(name)", encoding: .utf8)
  }

  /// What is open, sorted: paths of files, and `socket` for sockets.
  public func openFiles() throws -> [String] {
    let folder = "/proc/\(command.processID)/fd"
    return try FileManager.default.contentsOfDirectory(atPath: folder).compactMap {
      // It closes a connection after the answer: one may be gone meanwhile.
      let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
      return target?.hasPrefix("socket:") == true ? "socket" : target
    }.sorted()
  }

  /// How many pages of memory it has.
  public func residentPages() throws -> Int {
    Int(try text("statm").split(separator: " ")[1]) ?? 0
  }

  /// Limits, umask, signals that are blocked, ignored or caught, the working directory, and locks.
  ///
  /// Once it waits for the next request: only then do the signals that end it wait no longer.
  public func state() throws -> [String] {
    try eventually("it waits for a request") {
      try text("status").contains("SigBlk:\t0000000000000000\n")
    }
    let status = try text("status").split(separator: "\n").filter { line in
      ["SigBlk", "SigIgn", "SigCgt", "Umask", "Threads"].contains { line.hasPrefix($0) }
    }
    let locks = try String(contentsOfFile: "/proc/locks", encoding: .utf8).split(separator: "\n").filter {
      $0.split(separator: " ").contains("\(command.processID)")
    }
    let folder = try FileManager.default.destinationOfSymbolicLink(
      atPath: "/proc/\(command.processID)/cwd")
    return try status.map(String.init) + [text("limits"), folder] + locks.map(String.init)
  }

  /// Which of some texts are somewhere in its memory, as far as it may write there.
  public func textsInMemory(_ texts: [String]) throws -> [String] {
    let memory = open("/proc/\(command.processID)/mem", O_RDONLY | O_CLOEXEC)
    guard memory >= 0 else { throw POSIXError(.EACCES) }
    defer { close(memory) }
    var found = Set<String>()
    for line in try text("maps").split(separator: "\n") {
      let parts = line.split(separator: " ")
      let ends = parts[0].split(separator: "-").compactMap { Int($0, radix: 16) }
      guard parts[1].hasPrefix("rw"), ends.count == 2 else { continue }
      var bytes = [UInt8](repeating: 0, count: ends[1] - ends[0])
      let got = pread(memory, &bytes, bytes.count, off_t(ends[0]))
      guard got > 0 else { continue }
      let data = Data(bytes.prefix(got))
      for text in texts where data.range(of: Data(text.utf8)) != nil { found.insert(text) }
    }
    return texts.filter { found.contains($0) }
  }
}
