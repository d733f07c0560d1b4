import Foundation
import CGIAuthHarness

extension Browser {
  /// Goes to an address and waits until the page is there.
  func open(_ address: String) throws { try driver.command("/url", ["url": address]) }

  /// Goes back in history.
  func goBack() throws { try driver.command("/back", [:]) }

  /// The address of the page.
  var address: String { get throws { try driver.command("/url", as: String.self) } }

  /// The address without scheme, host and port.
  var place: String {
    get throws {
      let parts = try URLComponents(string: address)
      return (parts?.percentEncodedPath ?? "") + (parts?.percentEncodedQuery.map { "?\($0)" } ?? "")
    }
  }

  /// The page's title.
  var title: String { get throws { try driver.command("/title", as: String.self) } }

  /// The document as it came from the server.
  var source: String { get throws { try driver.command("/source", as: String.self) } }

  /// Runs a script as WebDriver does, which page settings and policies do not hinder.
  ///
  /// - Parameter script: the body of a function; what it returns is the result.
  func evaluate<Value: Decodable>(_ script: String, _ arguments: [Any] = [], as type: Value.Type) throws
    -> Value
  {
    try driver.command("/execute/sync", ["script": script, "args": arguments], as: type)
  }

  /// The status code that the page came with (Navigation Timing Level 2, `responseStatus`).
  var status: Int {
    get throws {
      try evaluate(
        "return performance.getEntriesByType('navigation')[0].responseStatus", as: Int.self)
    }
  }

  /// The element that a CSS selector finds first.
  func find(_ selector: String) throws -> Element {
    try Element(
      driver: driver,
      reference: driver.command(
        "/element", ["using": "css selector", "value": selector], as: [String: String].self))
  }

  /// Whether a CSS selector finds anything.
  func has(_ selector: String) throws -> Bool {
    try evaluate("return document.querySelector(arguments[0]) !== null", [selector], as: Bool.self)
  }

  /// The text of an element as it is seen.
  func text(in selector: String) throws -> String { try find(selector).text }

  /// Clicks what leads to another page, or to the same one anew, and waits for that.
  func follow(_ selector: String) throws {
    let link = try find(selector)
    try awaitPage { try link.click() }
  }

  /// Does something that leads to another page, and waits for that.
  func awaitPage(_ action: () throws -> Void) throws {
    // Of every document its own (High Resolution Time, `timeOrigin`).
    let document = "return document.readyState === 'complete' ? performance.timeOrigin : 0"
    try wait(for: "this page") { try evaluate(document, as: Double.self) != 0 }
    let before = try evaluate(document, as: Double.self)
    try action()
    try wait(for: "another page") {
      let now = try evaluate(document, as: Double.self)
      return now != 0 && now != before
    }
  }

  /// Presses and releases a key, or types a text, wherever the focus is.
  func press(_ keys: String) throws {
    let actions = keys.flatMap { key in
      ["keyDown", "keyUp"].map { ["type": $0, "value": String(key)] }
    }
    try driver.command("/actions", ["actions": [["type": "key", "id": "keyboard", "actions": actions]]])
  }

  /// Waits for something that happens soon. Commands may fail in the meantime, as they do between two pages.
  func wait(for description: String, _ condition: () throws -> Bool) throws {
    var result = Result<Bool, any Error>.success(false)
    try eventually("\(description), at \((try? address) ?? "no page"): \(result)") {
      result = Result { try condition() }
      if case .success(true) = result { return true } else { return false }
    }
  }

  /// Takes a cookie away, as its end does.
  func forget(_ cookie: String) throws {
    let address = try evaluate("return location.href", as: String.self)
    try devTools("Network.deleteCookies", ["name": cookie, "url": address])
  }

  /// Gives a command of the Chrome DevTools Protocol.
  func devTools(_ name: String, _ parameters: [String: Any]) throws {
    try driver.command("/goog/cdp/execute", ["cmd": name, "params": parameters])
  }

  /// Lets the system be dark or light.
  func prefer(_ scheme: ColorScheme) throws {
    let feature = ["name": "prefers-color-scheme", "value": scheme.rawValue]
    try devTools("Emulation.setEmulatedMedia", ["features": [feature]])
  }

  /// Makes the window as wide as this, in CSS pixels.
  func resize(width: Int, height: Int) throws {
    try devTools(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false])
  }

  /// A picture of the window, as PNG.
  func screenshot() throws -> Data {
    let text = try driver.command("/screenshot", as: String.self)
    guard let data = Data(base64Encoded: text) else {
      throw WebDriver.Failure(description: "the screenshot is not base64")
    }
    return data
  }
}

/// What `prefers-color-scheme` can be (Media Queries Level 5 section 12.5).
enum ColorScheme: String, CaseIterable {
  case light, dark
}

/// Keys as WebDriver names them (section 17.4.2).
enum Key {
  static let tab = "\u{E004}"
  static let enter = "\u{E007}"
}

/// An element of a page.
struct Element {
  let driver: WebDriver
  private let id: String

  /// - Parameter reference: a web element reference: one member, whose value is the id.
  init(driver: WebDriver, reference: [String: String]) throws {
    guard let id = reference.values.first, reference.count == 1 else {
      throw WebDriver.Failure(description: "no element reference: \(reference)")
    }
    self.driver = driver
    self.id = id
  }

  /// The text as it is seen.
  var text: String { get throws { try driver.command("/element/\(id)/text", as: String.self) } }

  /// Its name for assistive technology (Accessible Name and Description Computation).
  var accessibleName: String {
    get throws { try driver.command("/element/\(id)/computedlabel", as: String.self) }
  }

  /// An attribute as it is written, or nil.
  func attribute(_ name: String) throws -> String? {
    try driver.command("/element/\(id)/attribute/\(name)", as: String?.self)
  }

  /// What a field holds.
  var value: String? { get throws { try driver.command("/element/\(id)/property/value", as: String?.self) } }

  /// Clicks it.
  func click() throws { try driver.command("/element/\(id)/click", [:]) }

  /// Types into it, in place of what it holds.
  func fill(_ text: String) throws {
    try driver.command("/element/\(id)/clear", [:])
    if !text.isEmpty { try driver.command("/element/\(id)/value", ["text": text]) }
  }
}
