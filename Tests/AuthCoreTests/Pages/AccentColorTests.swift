import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct AccentColorTests {
  /// WCAG 2.2, "relative luminance", by its own words.
  private static func luminance(_ color: AccentColor.Color) -> Double {
    func linear(_ channel: Int) -> Double {
      let share = Double(channel) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
  }

  /// WCAG 2.2, "contrast ratio".
  private static func contrast(_ one: AccentColor.Color, _ two: AccentColor.Color) -> Double {
    let lights = [luminance(one), luminance(two)].sorted()
    return (lights[1] + 0.05) / (lights[0] + 0.05)
  }

  private static let white = AccentColor.Color(red: 255, green: 255, blue: 255)
  private static let darkText = AccentColor.Color(red: 0x0C, green: 0x15, blue: 0x26)

  /// Every colour of a grid of 4,096: links and buttons, light and dark.
  @Test func isReadableWhateverWasChosen() throws {
    for number in 0..<4096 {
      let text = "#" + [8, 4, 0].map { String(number >> $0 & 15, radix: 16) }.map { $0 + $0 }.joined()
      let accent = try #require(AccentColor(bytes(text)))
      for (ground, color) in [
        (AccentColor.lightPage, accent.light), (Self.white, accent.light),
        (AccentColor.darkCard, accent.dark), (Self.darkText, accent.dark),
      ] {
        let ratio = Self.contrast(ground, color)
        if ratio < 4.75 { Issue.record("\(text) becomes \(color.css), \(ratio):1") }
      }
    }
  }

  /// The values are those of another program, by WCAG's own formula.
  @Test(arguments: [
    ("#1f57c3", "#1f57c3", "#6c90d7"), ("#0A5C36", "#0a5c36", "#659981"), ("#ffd500", "#786400", "#ffd500"),
    ("#000000", "#000000", "#8f8f8f"), ("#ffffff", "#686868", "#ffffff"),
  ])
  func isTheChosenOneWhereThatCanBeRead(text: String, light: String, dark: String) throws {
    let accent = try #require(AccentColor(bytes(text)))
    #expect(accent.light.css == light && accent.dark.css == dark)
  }

  /// The grounds that it is judged on are those of the style sheet.
  @Test func knowsTheColoursOfTheStyleSheet() {
    let sheet = String(decoding: Stylesheet.text.bytes, as: UTF8.self)
    #expect(sheet.hasPrefix(":root{color-scheme:light dark;--page:\(AccentColor.lightPage.css);--card:#fff;"))
    #expect(sheet.contains("--card:\(AccentColor.darkCard.css);"))
    #expect(sheet.contains("--on-accent:#fff;") && sheet.contains("--on-accent:\(Self.darkText.css);"))
  }
}
