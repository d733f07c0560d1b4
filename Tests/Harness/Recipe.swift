import Foundation
import Testing

/// The pieces of code in docs/recipes.md.
public enum Recipe {
  /// The blocks under a heading that are marked with a language, in their order.
  public static func blocks(_ heading: String, _ language: String) throws -> [String] {
    let text = try String(contentsOfFile: Project.root + "/docs/recipes.md", encoding: .utf8)
    let section = try #require(text.components(separatedBy: "\n## \(heading)\n").dropFirst().first)
      .components(separatedBy: "\n## ")[0]
    let blocks = section.components(separatedBy: "\n```").enumerated().filter { !$0.offset.isMultiple(of: 2) }
      .map(\.element)
    return blocks.filter { $0.hasPrefix(language + "\n") }.map {
      String($0.dropFirst(language.count + 1)) + "\n"
    }
  }

  /// The first of them.
  public static func block(_ heading: String, _ language: String) throws -> String {
    try #require(try blocks(heading, language).first)
  }
}
