import CGIAuthCore
import CGIAuthLibC
import CGIAuthTLS

/// TLS over a connection, by libssl: version 1.2 at least, and the server's certificate must lead to a
/// trusted authority and be of the server's name.
final class TLSClient {
  private let socket: Socket
  private let context: OpaquePointer
  private let connection: OpaquePointer

  /// Where systems keep the list of the authorities that they trust, in PEM: Debian, Red Hat and what comes
  /// from it, SUSE, Alpine and BSD.
  private static let authorityFiles = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
  ]

  /// Begins TLS.
  ///
  /// - Parameters:
  ///   - host: the name or address that the certificate must be of.
  ///   - authorities: the file of the certificates to trust; nil for the first of the usual ones.
  /// - Throws: `mail-certificate`, `mail-tls`, `mail-timeout`, `mail-unreachable`.
  init(
    over socket: Socket, host: String, authorities: String?, until deadline: Deadline
  ) throws(MailFailure) {
    self.socket = socket
    // No configuration of the host's OpenSSL, which is of another version and names libraries to load.
    OPENSSL_init_ssl(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
    guard let context = SSL_CTX_new(TLS_client_method()) else { throw Self.failure("start") }
    self.context = context
    guard let connection = SSL_new(context) else {
      SSL_CTX_free(context)
      throw Self.failure("start")
    }
    self.connection = connection
    guard let file = authorities ?? Self.authorityFiles.first(where: { access($0, R_OK) == 0 }),
      SSL_CTX_load_verify_locations(context, file, nil) == 1
    else { throw MailFailure(.certificate, "the file of trusted authorities cannot be read: tls_ca_file") }
    allowMovingBuffers(context)
    SSL_set_verify(connection, SSL_VERIFY_PEER, nil)
    SSL_set_hostflags(connection, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
    let address = AddressRange.bytes(ofAddress: host) ?? []
    let isNamed =
      !address.isEmpty
      ? X509_VERIFY_PARAM_set1_ip(SSL_get0_param(connection), address, address.count) == 1
      : SSL_set1_host(connection, host) == 1 && nameHost(connection, host)
    guard isNamed, requireTLS12(context), SSL_set_fd(connection, socket.descriptor) == 1 else {
      throw Self.failure("start")
    }
    try complete(until: deadline) { SSL_connect($0) }
  }

  deinit {
    SSL_free(connection)
    SSL_CTX_free(context)
  }

  /// The next bytes; none where the other end has ended TLS.
  func read(until deadline: Deadline) throws(MailFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = try complete(until: deadline) { SSL_read($0, &bytes, Int32(bytes.count)) }
    return Array(bytes.prefix(count))
  }

  /// Sends every byte.
  func write(_ bytes: [UInt8], until deadline: Deadline) throws(MailFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = Array(rest.prefix(16_384))
      let count = try complete(until: deadline) { SSL_write($0, piece, Int32(piece.count)) }
      guard count > 0 else { throw MailFailure(.unreachable, "the server closed the connection") }
      rest = rest.dropFirst(count)
    }
  }

  /// Calls a function of libssl until it has done its work, waiting for the socket in between
  /// (SSL_get_error(3)).
  ///
  /// - Returns: what it returned; 0 where the other end has ended TLS.
  @discardableResult
  private func complete(
    until deadline: Deadline, _ step: (_ connection: OpaquePointer) -> Int32
  ) throws(MailFailure) -> Int {
    while true {
      ERR_clear_error()
      let result = step(connection)
      if result > 0 { return Int(result) }
      let code = SSL_get_error(connection, result)
      switch code {
      case SSL_ERROR_WANT_READ: try socket.wait(for: POLLIN, until: deadline)
      case SSL_ERROR_WANT_WRITE: try socket.wait(for: POLLOUT, until: deadline)
      case SSL_ERROR_ZERO_RETURN: return 0
      default:
        let verification = SSL_get_verify_result(connection)
        if verification != X509_V_OK {
          throw MailFailure(
            .certificate, String(cString: X509_verify_cert_error_string(verification)))
        }
        if code == SSL_ERROR_SYSCALL { throw MailFailure(.unreachable, "the connection broke under TLS") }
        throw Self.failure("connect")
      }
    }
  }

  /// What libssl says.
  private static func failure(_ operation: String) -> MailFailure {
    let text = ERR_reason_error_string(ERR_get_error()).map { String(cString: $0) }
    return MailFailure(.tls, "\(operation): \(text ?? "failed")")
  }
}
