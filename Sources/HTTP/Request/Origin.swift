/// The origin of a page, `scheme://host` or `scheme://host:port`, as browsers write it into Origin (RFC 6454
/// section 6.2, WHATWG HTML section 7.1.1). Two origins are the same where scheme, host and port are.
public struct Origin: Hashable, Sendable {
  /// The origin as browsers send it: in lower case, without the scheme's default port.
  public let text: String

  /// An origin, or nil where the bytes are none that a browser would send: with a path or a user name, with
  /// the default port of http or https, with characters outside ASCII, or `null`, which is every page that
  /// has no origin. The case of letters does not count.
  public init?(_ bytes: some Collection<UInt8>) {
    let bytes = bytes.asciiLowercased
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), Self.isScheme(bytes[..<colon]),
      bytes[colon...].starts(with: "://".utf8)
    else { return nil }
    let authority = bytes[(colon + 3)...]
    let hostEnd =
      authority.first == UInt8(ascii: "[")
      ? authority.firstIndex(of: UInt8(ascii: "]")).map { $0 + 1 }
      : authority.firstIndex(of: UInt8(ascii: ":")) ?? authority.endIndex
    guard let hostEnd, Self.isHost(authority[..<hostEnd]),
      Self.isPort(authority[hostEnd...], scheme: bytes[..<colon])
    else { return nil }
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// Whether the bytes are the same.
  public static func == (one: Origin, other: Origin) -> Bool { one.text.isEqual(to: other.text) }

  /// RFC 3986 section 3.1.
  private static func isScheme(_ scheme: ArraySlice<UInt8>) -> Bool {
    guard let first = scheme.first, first.isASCIILetter else { return false }
    return scheme.allSatisfy { $0.isASCIIAlphanumeric || "+-.".utf8.contains($0) }
  }

  /// Names of letters, digits, hyphens and underscores, and addresses; IPv6 in brackets.
  private static func isHost(_ host: ArraySlice<UInt8>) -> Bool {
    if host.first == UInt8(ascii: "[") {
      let address = host.dropFirst().dropLast()
      return address.contains(UInt8(ascii: ":")) && !address.contains(UInt8(ascii: "/"))
        && AddressRange(String(decoding: address, as: UTF8.self)) != nil
    }
    return host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
      !label.isEmpty
        && label.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }
  }

  /// Nothing, or `:` and 1 to 65535 without leading zeros, not the scheme's default.
  private static func isPort(_ port: ArraySlice<UInt8>, scheme: ArraySlice<UInt8>) -> Bool {
    if port.isEmpty { return true }
    let digits = port.dropFirst()
    guard port.first == UInt8(ascii: ":"), digits.first != UInt8(ascii: "0"),
      let number = wholeNumber(digits), (1...65_535).contains(number)
    else { return false }
    return !(scheme.isEqual(to: "https") && number == 443) && !(scheme.isEqual(to: "http") && number == 80)
  }
}
