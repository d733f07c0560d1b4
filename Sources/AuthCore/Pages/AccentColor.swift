/// The colour of buttons and links that an administrator chose (`accent`), made readable.
///
/// Text of it has a contrast of 5:1 with the page and the card, light and dark, and so has the text on a
/// button of it. WCAG 2.2 asks for 4.5:1 (success criterion 1.4.3); the rest is for the button under a
/// pointer.
struct AccentColor: Sendable {
  /// On the light page: as chosen, or darker. On the dark page: as chosen, or lighter.
  let light, dark: Color

  /// Red, green and blue: 0 to 255.
  struct Color: Sendable {
    let red, green, blue: Int

    /// The channels, each mixed with `target`, in 32nds.
    fileprivate func mixed(_ share: Int, with target: Int) -> Color {
      func mix(_ channel: Int) -> Int { channel + (target - channel) * share / 32 }
      return Color(red: mix(red), green: mix(green), blue: mix(blue))
    }

    /// The relative luminance (WCAG 2.2, "relative luminance"), in millionths, two thousandths off at
    /// most: a cubic stands for the power of 2.4.
    var luminance: Int {
      func linear(_ c: Int) -> Int { c * (c * (c * 305_306 + 173_953_633) + 814_300_142) / 16_581_375 }
      return (linear(red) * 2126 + linear(green) * 7152 + linear(blue) * 722) / 10_000
    }

    /// Whether the contrast with another colour (WCAG 2.2, "contrast ratio") is 5:1 or more.
    fileprivate func isReadable(on other: Color) -> Bool {
      let (one, two) = (luminance + 50_000, other.luminance + 50_000)
      return max(one, two) >= 5 * min(one, two)
    }

    /// As a style sheet writes it.
    var css: String {
      let digits = Array("0123456789abcdef".utf8)
      let channels = [red, green, blue].flatMap { [digits[$0 >> 4], digits[$0 & 15]] }
      return "#" + String(decoding: channels, as: UTF8.self)
    }
  }

  /// A colour, or nil where the bytes are not `#` and six hexadecimal digits.
  init?(_ text: [UInt8]) {
    let digits = text.dropFirst().compactMap { $0.hexDigitValue }.map { Int($0) }
    guard text.count == 7, text[0] == UInt8(ascii: "#"), digits.count == 6 else { return nil }
    let chosen = Color(
      red: digits[0] << 4 | digits[1], green: digits[2] << 4 | digits[3], blue: digits[4] << 4 | digits[5])
    light = Self.nearest(to: chosen, mixedWith: 0, readableOn: Self.lightPage)
    dark = Self.nearest(to: chosen, mixedWith: 255, readableOn: Self.darkCard)
  }

  /// The grounds of `Stylesheet` that leave the least contrast.
  static let lightPage = Color(red: 0xF3, green: 0xF4, blue: 0xF6)
  static let darkCard = Color(red: 0x1B, green: 0x20, blue: 0x29)

  private static func nearest(to color: Color, mixedWith target: Int, readableOn ground: Color) -> Color {
    for share in 0..<32 {
      let mixed = color.mixed(share, with: target)
      if mixed.isReadable(on: ground) { return mixed }
    }
    return color.mixed(32, with: target)
  }

  /// The content of a `style` element that sets it.
  var style: HTML {
    """
    :root{--accent:\(light.css);--on-accent:#fff}\
    @media(prefers-color-scheme:dark){:root{--accent:\(dark.css);--on-accent:#0c1526}}
    """
  }
}
