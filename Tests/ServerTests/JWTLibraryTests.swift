import CGIAuthHarness
import Testing

extension ServerTests {
  /// Our tokens and those of an independent library, PyJWT, with the same secret.
  @Suite struct JWTLibraryTests {
    /// Verifies a token, with the first line of a key file as the secret. Prints the header and the claims.
    private static let verify = """
      import json, jwt, sys
      token = sys.stdin.read()
      secret = open(sys.argv[1]).readline().rstrip("\\n")
      claims = jwt.decode(token, secret, algorithms=["HS256"], options={"require": ["exp", "iat", "sub", "jti"]})
      print(json.dumps([jwt.get_unverified_header(token), claims], sort_keys=True))
      """

    /// Signs the claims of a token anew, those of the contract alone, with a secret and
    /// further members of the header.
    private static let sign = """
      import json, jwt, sys
      claims = jwt.decode(sys.stdin.read(), options={"verify_signature": False})
      claims["jti"] = "of another library"
      del claims["auth_gen"]
      secret = open(sys.argv[1]).readline().rstrip("\\n") if sys.argv[2] == "" else sys.argv[2]
      print(jwt.encode(claims, secret, algorithm=sys.argv[3], headers=json.loads(sys.argv[4])))
      """

    private func signed(
      _ token: String, _ server: LiveServer, secret: String = "", algorithm: String = "HS256",
      header: String = "{}"
    ) throws -> String {
      let arguments = ["-c", Self.sign, server.data("secret.key"), secret, algorithm, header]
      return try Tool.python.output(arguments, input: token).filter { !$0.isNewline }
    }

    @Test(arguments: ServerVariant.http) func anotherLibraryVerifiesOurToken(_ variant: ServerVariant) throws
    {
      let server = try variant.shared()
      let token = try server.token(for: "verify@example.com")
      let output = try Tool.python.output(["-c", Self.verify, server.data("secret.key")], input: token)
      for part in [
        #""alg": "HS256""#, #""typ": "JWT""#, #""kid": ""#, #""email": "verify@example.com""#, #""sub": ""#,
      ] {
        #expect(output.contains(part))
      }

      let other = try TemporaryFolder()
      try other.write("secret.key", String(repeating: "x", count: 43) + "\n")
      let refused = try Tool.python.result(
        ["-c", Self.verify, other.path("secret.key")], input: Array(token.utf8))
      #expect(refused.status != 0)
      #expect(refused.errors.contains("InvalidSignatureError"))
    }

    @Test(arguments: ServerVariant.http) func anotherLibrarysTokenIsAccepted(_ variant: ServerVariant) throws
    {
      let server = try variant.shared()
      let token = try server.token(for: "sign@example.com")
      let output = try Tool.python.output(["-c", Self.verify, server.data("secret.key")], input: token)
      let kid = try #require(output.firstMatch(of: /"kid": "([\w-]+)"/)).1

      #expect(try server.accepts(try signed(token, server)))
      #expect(try server.accepts(try signed(token, server, header: #"{"kid": "\#(kid)"}"#)))

      #expect(try !server.accepts(try signed(token, server, secret: String(repeating: "x", count: 43))))
      #expect(try server.accepts(try signed(token, server, header: #"{"kid": "another"}"#)))
      #expect(try server.accepts(try signed(token, server, header: #"{"kid": "../auth-data/secret.key"}"#)))
      #expect(try !server.accepts(try signed(token, server, algorithm: "HS384")))
      #expect(
        try !server.accepts(try signed(token, server, algorithm: "HS512", header: #"{"kid": "\#(kid)"}"#)))
      #expect(try !server.accepts(try signed(token, server, header: #"{"jku": "https://a.example/"}"#)))
    }

    @Test(arguments: ServerVariant.http) func aSecretFromTheEnvironmentIsTheSameSecret(
      _ variant: ServerVariant
    ) throws {
      let secret = "nine herons at dawn, ten at dusk, none at noon"
      let server = try LiveServer(
        variant, settings: LiveServer.cheapHash.merging(["JWT_SECRET": secret]) { $1 })
      let token = try server.token(for: "environment@example.com")
      let file = try TemporaryFolder()
      try file.write("secret.key", secret + "\n")
      let output = try Tool.python.output(["-c", Self.verify, file.path("secret.key")], input: token)
      #expect(output.contains("environment@example.com"))
      #expect(try server.accepts(try signed(token, server, secret: secret)))
      #expect(try !server.accepts(try signed(token, server, secret: secret + ".")))
      #expect(!server.folder.has("auth-data/secret.key"))
    }
  }
}
