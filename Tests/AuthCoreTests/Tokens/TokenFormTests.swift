import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct TokenFormTests {
  private let authority = TokenAuthority.handMade()
  private let token = HandMadeToken.make()
  private var segments: [String] { token.split(separator: ".").map(String.init) }

  @Test func takesTheTokenThatTheseTestsSpoil() throws { #expect(try authority.fault(token) == nil) }

  @Test func refusesEveryChangedCharacter() throws {
    let digits = bytes("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    let good = bytes(token)
    for index in good.indices {
      // The next digit, its opposite, and what is no digit; at a point, digits alone.
      let next = (digits.firstIndex(of: good[index]) ?? 0) + 1
      for byte in [digits[next % 64], digits[(next + 31) % 64], UInt8(ascii: "=")] {
        var spoilt = good
        spoilt[index] = byte
        let fault = try authority.fault(String(decoding: spoilt, as: UTF8.self))
        #expect(fault != nil, "character \(index) as \(byte)")
      }
    }
  }

  @Test func refusesEveryMissingOrDoubledCharacter() throws {
    let good = bytes(token)
    for index in good.indices {
      var short = good
      short.remove(at: index)
      #expect(
        try authority.fault(String(decoding: short, as: UTF8.self)) != nil, "without character \(index)")
      var long = good
      long.insert(good[index], at: index)
      #expect(try authority.fault(String(decoding: long, as: UTF8.self)) != nil, "character \(index) twice")
    }
  }

  @Test func refusesEveryTruncation() throws {
    for count in 0..<token.utf8.count {
      #expect(try authority.fault(String(token.prefix(count))) != nil, "\(count) characters")
    }
  }

  /// The last digit of 32 bytes has two bits too many: three further texts would mean the same bytes.
  @Test func refusesTrailingBits() throws {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    let character = try #require(token.last)
    let last = try #require(digits.firstIndex(of: character))
    #expect(last % 4 == 0)
    for bits in 1...3 {
      #expect(try authority.fault(token.dropLast() + String(digits[last + bits])) == .malformed)
    }
  }

  @Test func refusesAnotherNumberOfSegments() throws {
    let parts = segments
    for text in [
      "", ".", "..", "...", parts[0], parts[0] + "." + parts[1], token + ".", "." + token,
      token + "." + parts[2],
      parts.joined(separator: ".."), token + "." + token, "\(parts[0]).\(parts[1]).\(parts[2]).a.b",
      token + "..",
      parts.joined(separator: "%2E"), parts.joined(separator: ","),
    ] {
      #expect(try authority.fault(text) == .malformed, "\(text)")
    }
  }

  @Test func refusesPaddingSpaceAndOtherAlphabets() throws {
    let parts = segments
    for text in [
      token + "=", token + "==", "\(parts[0])=.\(parts[1]).\(parts[2])",
      "\(parts[0]).\(parts[1])==.\(parts[2])", token + " ",
      " " + token, token + "\n", token + "\r\n", token + "\u{0}", "\"\(token)\"", token + "%3D", token + ";",
      token + "é",
      "\(parts[0]).\(parts[1])+.\(parts[2])", "\(parts[0]).\(parts[1])/.\(parts[2])", "Bearer " + token,
    ] {
      #expect(try authority.fault(text) == .malformed, "\(text)")
    }
  }

  @Test func refusesAnEmptySignature() throws {
    #expect(try authority.fault("\(segments[0]).\(segments[1]).") == .signature)
  }

  @Test(arguments: [0, 1, 31, 33, 64])
  func refusesASignatureOfAnotherLength(count: Int) throws {
    let mac = HandMadeToken.hmac(bytes(HandMadeToken.key), "\(segments[0]).\(segments[1])")
    let other = Array((mac + mac + mac).prefix(count))
    #expect(
      try authority.fault("\(segments[0]).\(segments[1]).\(HandMadeToken.base64URL(other))") == .signature)
  }

  @Test func refusesTheSignatureOfAnotherKeyOrToken() throws {
    #expect(try authority.fault(HandMadeToken.make(key: HandMadeToken.otherKey)) == .signature)
    #expect(try authority.fault(HandMadeToken.make(key: "")) == .signature)
    let other = HandMadeToken.make(HandMadeToken.claims(sub: "\"u2\"")).split(separator: ".").map(String.init)
    #expect(try authority.fault("\(segments[0]).\(other[1]).\(segments[2])") == .signature)
    #expect(try authority.fault("\(segments[0]).\(segments[1]).\(other[2])") == .signature)
  }

  @Test func refusesATokenOverFourThousandNinetySixBytes() throws {
    func token(_ padding: Int) -> String {
      HandMadeToken.make(HandMadeToken.claims("\"x\":\"\(String(repeating: "x", count: padding))\""))
    }
    let count = token(0).utf8.count
    let most = (4096 - count) * 3 / 4
    #expect(token(most).utf8.count <= 4096)
    #expect(try authority.fault(token(most)) == nil)
    #expect(token(most + 3).utf8.count > 4096)
    #expect(try authority.fault(token(most + 3)) == .malformed)
  }
}
