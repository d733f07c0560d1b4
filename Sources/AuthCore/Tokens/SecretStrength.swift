/// How hard a secret is to guess, by its looks: a short estimate on the safe side, which takes a secret by
/// chance for a strong one and what people make up for a weak one (RFC 8725 section 3.5).
///
/// It looks for the piece that is repeated, plain sequences, and words that stand in
/// secrets, in examples above all.
enum SecretStrength {
  /// What is below this is weak. 32 random digits are above.
  static let minBits = 80

  /// An estimate of the bits of chance in a secret.
  static func bits(_ secret: [UInt8]) -> Int {
    let text = piece(of: secret)
    let parts = text.split(whereSeparator: isSeparator)
    let isProse = parts.count >= minProseWords && parts.allSatisfy(isWord)
    var tenths = (text.count - parts.reduce(0) { $0 + $1.count }) * tenthsOfASeparator
    for part in parts {
      let cost = tenthsByWords(part.asciiLowercased[...])
      tenths += isProse ? min(cost, tenthsOfAnyWord) : cost
    }
    return tenths / 10
  }

  /// What is repeated to make up the whole, or the whole.
  private static func piece(of secret: [UInt8]) -> [UInt8] {
    for count in stride(from: 1, through: secret.count / 2, by: 1) {
      if secret.dropFirst(count).elementsEqual(secret.dropLast(count)) { return Array(secret.prefix(count)) }
    }
    return secret
  }

  /// Whether it looks like a word: letters, of which at most the first is of another case than the rest.
  private static func isWord(_ part: ArraySlice<UInt8>) -> Bool {
    let rest = part.dropFirst()
    return part.count <= maxWordLetters && part.allSatisfy { $0.isASCIILetter }
      && (rest.allSatisfy { $0.asciiLowercased == $0 } || !part.contains { $0.asciiLowercased == $0 })
  }

  /// The cost of a text with the words of the list taken for one guess each, and each byte that goes on with
  /// a sequence, or with what is repeated, for next to nothing.
  private static func tenthsByWords(_ text: ArraySlice<UInt8>) -> Int {
    var tenths = 0
    var rest = text
    var last: UInt8?
    var lastStep: Int?
    while let byte = rest.first {
      let count = longestWord(at: rest)
      if count > 1 {
        tenths += tenthsOfAWord
        rest = rest.dropFirst(count)
        last = nil
        lastStep = nil
      } else {
        let step = last.map { $0.distance(to: byte) }
        let goesOn = step.map { $0 == lastStep && $0.magnitude <= 1 } ?? false
        tenths += goesOn ? tenthsOfAStep : tenthsOf(byte)
        last = byte
        lastStep = step
        rest = rest.dropFirst()
      }
    }
    return tenths
  }

  /// The length of the longest word of the list that a text begins with; 0 where it begins with none. Every
  /// login asks this at each byte of the secret: a list of the words would cost more than all else.
  private static func longestWord(at text: ArraySlice<UInt8>) -> Int {
    words.withUTF8Buffer { list in
      text.withUnsafeBufferPointer { text in
        var longest = 0
        // How many bytes of a word have come, and whether they are those of the text.
        var (count, isSame) = (0, true)
        for byte in list {
          if byte == UInt8(ascii: " ") {
            if isSame { longest = max(longest, count) }
            (count, isSame) = (0, true)
          } else {
            isSame = isSame && count < text.count && text[count] == byte
            count += 1
          }
        }
        return isSame ? max(longest, count) : longest
      }
    }
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    " -_.,:;/+".utf8.contains(byte)
  }

  /// Tenths of a bit: what one of ten digits or of 26 letters is worth, and 6 bits for anything else.
  private static func tenthsOf(_ byte: UInt8) -> Int { byte.isASCIIDigit ? 33 : byte.isASCIILetter ? 47 : 60 }

  private static let tenthsOfASeparator = 10, tenthsOfAStep = 10
  /// A word of the list: one of some hundred.
  private static let tenthsOfAWord = 60
  /// Any other word, where all is words: one of some thousand.
  private static let tenthsOfAnyWord = 110
  private static let minProseWords = 3, maxWordLetters = 14

  private static let words: StaticString = """
    secret secrets key keys jwt token tokens password passwd pass phrase your my our this that the and for with \
    change changeme please replace must should here now production prod staging dev development test testing \
    example sample default placeholder insecure unsafe super very long random string value text some any \
    hmac hs256 sha256 256 bit bits byte bytes least than more thirty two character characters char chars \
    sign signing auth authentication access app application api server site website private public shared \
    admin root user login hello world foo bar baz qwerty qwertyuiop asdf asdfghjkl zxcvbn zxcvbnm letmein \
    welcome abc 123 1234 12345 123456 1234567890 lorem ipsum dolor todo fixme not really only use used \
    minimum safe secure security it's is it in of to at be do me or
    """
}
