import Foundation
import CGIAuthHarness

/// What bench/instructions.py records: a count of instructions, and what it depends on. A
/// line is a name and a value.
struct InstructionCount {
  let instructions: Int
  /// The kind of processor, as uname(1) calls it.
  let architecture: String
  /// The versions of the compiler, of the libraries in the programs, and of what counts.
  let versions: [String: String]

  struct Unreadable: Error {}

  init(instructions: Int, architecture: String = "x86_64", versions: [String: String] = [:]) {
    self.instructions = instructions
    self.architecture = architecture
    self.versions = versions
  }

  /// Reads a record. Lines that begin with `#` are comments.
  init(_ text: String) throws {
    var facts: [String: String] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ")
      guard words.count == 2 else { throw Unreadable() }
      facts[String(words[0])] = String(words[1])
    }
    guard let count = facts.removeValue(forKey: "instructions").flatMap({ Int($0) }), count > 0,
      let architecture = facts.removeValue(forKey: "architecture")
    else { throw Unreadable() }
    self.init(instructions: count, architecture: architecture, versions: facts)
  }

  /// The file of the committed count for an architecture.
  static func file(_ architecture: String) -> String {
    "Tests/ProgramTests/instructions/\(architecture).txt"
  }

  /// What to tell whoever runs the tests where this count is too far from the committed one, else nil.
  ///
  /// A count far below is not taken either: it would hide all that is lost later, up to the old one.
  func complaint(against committed: InstructionCount?) -> String? {
    let file = Self.file(architecture)
    guard let committed else {
      return "there is no count for \(architecture): `make instructions` writes \(file)"
    }
    let change = Double(instructions - committed.instructions) / Double(committed.instructions)
    guard abs(change) > 0.05 else { return nil }
    let percent = String(format: "%.1f %% %@", abs(change) * 100, change > 0 ? "more" : "fewer")
    let renewed = Set(versions.keys).union(committed.versions.keys).sorted().compactMap { name in
      let (old, new) = (committed.versions[name] ?? "none", versions[name] ?? "none")
      return old == new ? nil : "\(name) was \(old) and is \(new)"
    }
    return "protected.cgi takes \(instructions) instructions, \(percent) than the "
      + "\(committed.instructions) in \(file). "
      + (renewed.isEmpty ? "" : "That may come from other versions: \(renewed.joined(separator: ", ")). ")
      + "If it is meant, `make instructions` renews the file."
  }
}
