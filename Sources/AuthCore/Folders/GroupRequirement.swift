/// The groups of which one is required.
package struct GroupRequirement: Hashable {
  package let groups: [[UInt8]]

  /// Reads `group staff` or `group staff board`, or returns nil.
  init?(_ text: some Collection<UInt8>) {
    let words = text.split { $0 == 0x20 || $0 == 0x09 }.map { Array($0) }
    guard let first = words.first, first.isEqual(to: "group"), words.count > 1,
      !words.contains(where: { $0.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ":") } })
    else { return nil }
    groups = Array(words.dropFirst())
  }

  /// Whether somebody in these groups meets it.
  func isMet(by names: [String]) -> Bool {
    names.contains { $0.isOne(of: groups) }
  }
}
