@testable import CGIAuthHarness
import Foundation
import Glibc
import Testing

@testable import CGIAuthCore
@testable import CGIAuthSend

/// Mail servers of tools/smtp.py, and certificates for them.
final class MailServers: Sendable {
  let folder: TemporaryFolder
  private let ports: [String: Int]
  private let command: RunningCommand

  /// The servers of all suites.
  static let shared = Result {
    try MailServers(
      SMTPTests.behaviours + MailTLSTests.behaviours)
  }

  /// Starts a server for each of these behaviours.
  private init(_ behaviours: [String]) throws {
    // As the program does (Gateway.runHelper): a server that dies must not end this process.
    signal(SIGPIPE, SIG_IGN)
    let folder = try TemporaryFolder()
    try Self.makeCertificates(folder)
    // The name of all servers. The certificates are of mail.example.com.
    try folder.write("hosts", "# names\n127.0.0.1 mail.example.com\n192.0.2.1 nobody.example.com\n")
    try folder.write("resolv.conf", "nameserver 127.0.0.1\n")
    let command = try RunningCommand(
      watched: "/usr/bin/python3",
      ["\(Project.root)/Tests/FeatureTests/tools/smtp.py", folder.root] + Array(Set(behaviours)))
    try eventually("the servers listen: \(command.errorsSoFar)") {
      command.outputSoFar.hasSuffix("ready\n") || !command.isRunning
    }
    var ports: [String: Int] = [:]
    for line in command.outputSoFar.split(separator: "\n").dropLast() {
      let words = line.split(separator: " ")
      ports[String(words[0])] = Int(words[1])
    }
    (self.folder, self.command, self.ports) = (folder, command, ports)
  }

  private static func makeCertificates(_ folder: TemporaryFolder) throws {
    let script = """
      key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; }
      authority() {
        key "$1"
        openssl req -x509 -new -key "$1.key" -subj "/CN=$1" -days 3 -addext basicConstraints=critical,CA:true \\
          -addext keyUsage=critical,keyCertSign,cRLSign -out "$1.crt"
      }
      printf '[ca]\\ndefault_ca=d\\n[d]\\nnew_certs_dir=.\\ndatabase=index\\nserial=serial\\ndefault_md=sha256\\npolicy=p\\ncopy_extensions=copy\\n[p]\\ncommonName=supplied\\n' >ca.conf
      : >index; echo 1000 >serial; echo 'unique_subject=no' >index.attr
      # of <name> <authority> <alternative names> <from> <to>
      certificate() {
        key "$1"
        openssl req -new -key "$1.key" -subj "/CN=$1" -addext "subjectAltName=$3" -out "$1.csr"
        openssl ca -batch -notext -config ca.conf -cert "$2.crt" -keyfile "$2.key" -startdate "$4" -enddate "$5" \\
          -in "$1.csr" -out "$1.crt"
        cat "$1.key" "$1.crt" >"$1.pem"
      }
      authority root; authority stranger
      now=$(date -u -d yesterday +%Y%m%d%H%M%SZ) later=$(date -u -d 'next week' +%Y%m%d%H%M%SZ)
      ours=DNS:mail.example.com,IP:127.0.0.1
      certificate good root "$ours" "$now" "$later"
      certificate wrong root DNS:mail.example.org,IP:127.0.0.2 "$now" "$later"
      certificate parent root DNS:example.com "$now" "$later"
      certificate partial root 'DNS:m*.example.com' "$now" "$later"
      certificate expired root "$ours" 20200101000000Z 20200102000000Z
      certificate foreign stranger "$ours" "$now" "$later"
      key self
      openssl req -x509 -new -key self.key -subj /CN=mail.example.com -days 3 -addext "subjectAltName=$ours" -out self.crt
      cat self.key self.crt >self.pem
      """
    let result = try run("/bin/sh", ["-ec", script], workingFolder: folder.root)
    try #require(result.status == 0, "\(result.errors)")
  }

  /// The URL of a server.
  func url(
    _ behaviour: String, scheme: String = "smtp", host: String = "127.0.0.1", user: String = ""
  ) throws -> String {
    "\(scheme)://\(user)\(host):\(try #require(ports[behaviour], "\(command.errorsSoFar)"))"
  }

  /// A transport that finds servers by name, trusts our authority and is patient.
  func transport(_ url: String, authorities: String? = "root.crt") throws -> MailTransport {
    var variables = ["AUTH_MAIL": url, "AUTH_DATA_DIR": folder.path("data")]
    if let authorities { variables["AUTH_TLS_CA_FILE"] = folder.path(authorities) }
    var transport = try MailTransport(
      Configuration(Environment(variables), programDirectory: folder.root))
    transport.resolver.hostsPath = folder.path("hosts")
    transport.resolver.serversPath = folder.path("resolv.conf")
    transport.patience = .init(connecting: 60_000, answer: 60_000)
    return transport
  }

  /// A mail that a server took.
  struct Taken: Decodable {
    let behaviour, sender, body: String
    let recipients: [String]
    let user: String?
    let tls: Bool
  }

  /// What a server took.
  func taken(by behaviour: String) throws -> [Taken] {
    guard folder.has("mails.jsonl") else { return [] }
    return try folder.text("mails.jsonl").split(separator: "\n").map {
      try JSONDecoder().decode(Taken.self, from: Data($0.utf8))
    }.filter { $0.behaviour == behaviour }
  }
}

extension MailTransport {
  /// Hands a mail over from the site to ada@example.com, and returns why that did not work.
  func failure(
    _ message: [UInt8] = Array("Subject: x\n\ny\n".utf8), to recipient: String = "ada@example.com",
    milliseconds: Int = 120_000
  ) -> MailFailure? {
    thrown { () throws(MailFailure) in
      try deliver(
        message, from: MailMessageTests.sender, to: MailMessageTests.address(recipient),
        until: Deadline(milliseconds: milliseconds))
    }
  }
}
