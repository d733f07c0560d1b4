import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct ScriptKindTests {
  private static let php = GuardInterpreter(bytes(".PHP /usr/bin/php-cgi")[...]).map { [$0] } ?? []

  private func kind(
    _ name: String, _ mode: UInt32 = 0o644, _ beginning: String = "", _ interpreters: [GuardInterpreter] = []
  ) -> ScriptKind {
    ScriptKind(name: bytes(name), mode: mode, beginning: bytes(beginning), interpreters: interpreters)
  }

  @Test(arguments: [
    "a.html", "a", "a.pdf", "x.pl.html", "a.sh.zip", "php", "a.mp3", "video.2024.mp4", "a.b.c", "Makefile.am",
  ])
  func sendsWhatIsNoScript(_ name: String) {
    #expect(kind(name) == .file)
    #expect(kind(name, 0o755, "%PDF-1.7") == .file)
  }

  @Test(arguments: [
    "a.php", "a.Php", "a.php7", "a.php81", "a.py3", "a.php81.bak", "a.phtml", "a.inc", "a.cgi", "a.pl",
    "a.py", "a.rb", "a.sh", "a.lua", "a.jsp",
    "a.asp",
    "a.php~", "a.php.bak", "a.php.BAK", "a.php.bak2.old", "a.php-2024", "a.php_", "a.php.1", "a.php.",
    "#a.php#",
    "a.php.orig~", "a.php.2024-01-01.bak",
  ])
  func neverSendsAScriptOrACopyOfOne(_ name: String) {
    #expect(kind(name, 0o644) == .source)
    #expect(kind(name, 0o755) == .source)
  }

  @Test func runsWhatIsExecutableAndBeginsLikeAProgram() {
    for beginning in ["#!/bin/sh\n", "\u{7F}ELF\u{2}\u{1}"] {
      #expect(kind("a", 0o755, beginning) == .executable)
      #expect(kind("a.cgi", 0o711, beginning) == .executable)
    }
    #expect(kind("a", 0o644, "#!/bin/sh\n") == .source)
    #expect(kind("a.bin", 0o644, "\u{7F}ELF") == .file)
    #expect(kind("a.cgi", 0o755, "text") == .source)
  }

  @Test func interpretsASuffixWhateverItsCaseAndPermissions() {
    for name in ["a.php", "a.PHP", "x.y.php"] {
      #expect(kind(name, 0o644, "<?php", Self.php) == .interpreted(by: bytes("/usr/bin/php-cgi")))
      #expect(kind(name, 0o755, "#!/bin/sh", Self.php) == .interpreted(by: bytes("/usr/bin/php-cgi")))
    }
    #expect(kind("a.php.bak", 0o644, "", Self.php) == .source)
  }

  @Test func takesCopiesOfWhatAnInterpreterReadsForSource() {
    let own = GuardInterpreter(bytes(".zz /bin/zz")[...]).map { [$0] } ?? []
    #expect(kind("a.zz.bak") == .file)
    #expect(kind("a.zz.bak", 0o644, "", own) == .source)
    #expect(kind("a.zz~", 0o644, "", own) == .source)
  }

  @Test(arguments: [
    "", ".php", "php /bin/php", ".php php", ". /bin/x", ".php /bin/php -q", "/bin/php .php", ".p/p /bin/x",
  ])
  func readsNoOtherInterpreter(_ text: String) {
    #expect(GuardInterpreter(bytes(text)[...]) == nil)
  }

  @Test(arguments: [
    ("a.html", "text/html"), ("a.HTM", "text/html"), ("a.css", "text/css"), ("a.js", "text/javascript"),
    ("a.png", "image/png"), ("a.JPG", "image/jpeg"), ("a.svg", "image/svg+xml"), ("a.pdf", "application/pdf"),
    ("a.mp4", "video/mp4"), ("a.webm", "video/webm"), ("a.mp3", "audio/mpeg"), ("a.woff2", "font/woff2"),
    ("a.json", "application/json"), ("a.txt", "text/plain"), ("a.tar.gz", "application/gzip"),
    ("a", "application/octet-stream"), ("a.unknown", "application/octet-stream"),
    ("a.", "application/octet-stream"),
    (".html", "application/octet-stream"),
  ])
  func namesTheMediaType(_ name: String, _ type: String) {
    #expect(HeaderValue.mediaType(ofFileName: bytes(name)).text == type)
  }
}
