import Foundation

/// Mail servers by aiosmtpd, and certificates for them (FeatureTests/tools/smtp.py).
public final class MailServers: Sendable {
  /// What they need, `root.crt`, whom they are signed by, and what they took.
  public let folder: TemporaryFolder
  private let ports: [String: Int]
  private let command: RunningCommand

  /// Starts a server for each of these behaviours.
  public init(_ behaviours: [String]) throws {
    let folder = try TemporaryFolder()
    try Self.makeCertificates(folder)
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
    guard result.status == 0 else { throw NotInTime(description: "no certificates: \(result.errors)") }
  }

  /// The URL of a server.
  public func url(
    _ behaviour: String, scheme: String = "smtp", host: String = "127.0.0.1", user: String = ""
  ) throws -> String {
    guard let port = ports[behaviour] else {
      throw NotInTime(description: "no server: \(command.errorsSoFar)")
    }
    return "\(scheme)://\(user)\(host):\(port)"
  }

  /// A mail that a server took.
  public struct Taken: Decodable {
    /// The server, the envelope's sender, and the mail.
    public let behaviour, sender, body: String
    /// The envelope's recipients.
    public let recipients: [String]
    /// Who logged in, if anybody.
    public let user: String?
    /// Whether it came by TLS.
    public let tls: Bool
  }

  /// What a server took.
  public func taken(by behaviour: String) throws -> [Taken] {
    guard folder.has("mails.jsonl") else { return [] }
    return try folder.text("mails.jsonl").split(separator: "\n").map {
      try JSONDecoder().decode(Taken.self, from: Data($0.utf8))
    }.filter { $0.behaviour == behaviour }
  }
}
