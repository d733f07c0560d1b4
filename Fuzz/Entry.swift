import CGIAuthLibC

@testable import CGIAuthCore

/// What the programs read and a client or an administrator wrote, each with what must hold of it for every
/// input.
let targets: [String: @Sendable (_ input: [UInt8]) -> Void] = [
  "json": checkJSON,
  "token": checkToken,
  "cookies": checkCookies,
  "forms": checkForms,
  "configuration": checkConfiguration,
  "record": checkRecord,
  "pages": checkPages,
  "files": checkFiles,
  "guard": checkGuard,
  "addresses": checkAddresses,
  "fastcgi": checkFastCGI,
  "mail": checkMail,
  "store": checkStore,
  "archive": checkArchive,
  "import": checkImport,
]

/// Gives libFuzzer the target that `FUZZ_TARGET` names, and every argument.
///
/// The package manager calls a program's start so; libFuzzer's own `main` is not used.
@_cdecl("fuzz_main")
public func start(
  _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
  guard chosen != nil else {
    fatalError("FUZZ_TARGET must be one of \(targets.keys.sorted().joined(separator: ", "))")
  }
  var count = count
  var arguments = arguments
  return runFuzzer(&count, &arguments) { bytes, count in
    chosen?(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
  }
}

private let chosen = getenv("FUZZ_TARGET").flatMap { targets[String(cString: $0)] }

/// libFuzzer's driver (FuzzerInterface.h).
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ callback: @convention(c) (_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt
) -> CInt

/// Ends the process, which libFuzzer reports with the input, where a claim does not hold.
func claim(_ holds: Bool, _ claim: StaticString, line: UInt = #line) {
  if !holds { fatalError("\(claim)", line: line) }
}

/// The lines of an input, so many at most, of which the last has the rest; those
/// that are not there are empty.
func lines(_ input: [UInt8], _ count: Int) -> [[UInt8]] {
  let lines = input.split(
    separator: UInt8(ascii: "\n"), maxSplits: count - 1, omittingEmptySubsequences: false
  ).map { Array($0) }
  return lines + Array(repeating: [], count: count - lines.count)
}

/// A file without a name that has these bytes, to be read; nil where there is no room for it.
func file(of bytes: [UInt8]) -> File? {
  var name = Array("/tmp/cgi-auth-fuzz.XXXXXX".utf8CString)
  let descriptor = mkstemp(&name)
  claim(descriptor >= 0, "there is no room for a file")
  defer { close(descriptor) }
  unlink(name)
  guard File.write(bytes, to: descriptor) else { return nil }
  return try? File.open("/proc/self/fd/\(descriptor)", O_RDONLY)
}
