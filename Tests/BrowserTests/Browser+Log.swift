import Foundation
import CGIAuthHarness

extension Browser {
  /// What the console holds since it was last asked: errors, violations of policies, hints about forms. Not
  /// that a page or the site's icon, for which the browser asks by itself, came with an error status.
  func console() throws -> [String] {
    struct Line: Decodable { let level, message: String }
    return try driver.command("/se/log", ["type": "browser"], as: [Line].self)
      .map { "\($0.level): \($0.message)" }
      .filter { !$0.contains("Failed to load resource: the server responded with a status of") }
  }

  /// What Chromium's network log says of a request or of its answer (Chrome DevTools
  /// Protocol, domain Network).
  private struct NetworkEvent: Decodable {
    struct Parameters: Decodable {
      let requestId: String?
      let request: Request?
      let type: String?
      let statusCode: Int?
      let headers: [String: String]?
    }
    struct Request: Decodable { let method, url: String }
    let method: String
    let params: Parameters
  }

  /// The network's events since this was last asked.
  private func networkEvents() throws -> [NetworkEvent] {
    struct Line: Decodable { let message: String }
    struct Envelope: Decodable { let message: NetworkEvent }
    return try driver.command("/se/log", ["type": "performance"], as: [Line].self).compactMap { line in
      let event = try JSONDecoder().decode(Envelope.self, from: Data(line.message.utf8)).message
      return event.method.hasPrefix("Network.") ? event : nil
    }
  }

  /// The addresses that were asked for since the log was last read, redirected ones among them; not what
  /// comes from Chromium itself, such as the page of a new tab.
  func requestedAddresses() throws -> [String] {
    try networkEvents().filter { $0.method == "Network.requestWillBeSent" }.compactMap(\.params.request?.url)
      .filter { !$0.hasPrefix("chrome:") && !$0.hasPrefix("data:") }
  }

  /// What a page asked for, and what it got.
  struct Exchange {
    let address: String
    let status: Int
    let setsCookies: Bool
  }

  /// What was asked for since the log was last read; each redirect by itself.
  func exchanges() throws -> [Exchange] {
    let events = try networkEvents()
    // A redirected request keeps its id. The second kind of event has the fields as they came.
    let answers = Dictionary(
      grouping: events.filter { $0.method == "Network.responseReceivedExtraInfo" }, by: \.params.requestId)
    var counts: [String: Int] = [:]
    return events.filter { $0.method == "Network.requestWillBeSent" }.compactMap { event in
      guard let address = event.params.request?.url, address.hasPrefix("http"),
        let id = event.params.requestId
      else { return nil }
      let number = counts[id, default: 0]
      counts[id] = number + 1
      let answer = answers[id]?.dropFirst(number).first?.params
      return Exchange(
        address: address, status: answer?.statusCode ?? 0,
        setsCookies: answer?.headers?.keys.contains { $0.lowercased() == "set-cookie" } ?? true)
    }
  }

  /// The page's document as the server sent it.
  func document() throws -> String {
    struct Body: Decodable {
      let body: String
      let base64Encoded: Bool
    }
    let answer = try networkEvents().last {
      $0.method == "Network.responseReceived" && $0.params.type == "Document"
    }
    guard let id = answer?.params.requestId else {
      throw WebDriver.Failure(description: "no document was received")
    }
    let body = try driver.command(
      "/goog/cdp/execute", ["cmd": "Network.getResponseBody", "params": ["requestId": id]], as: Body.self)
    guard !body.base64Encoded else { throw WebDriver.Failure(description: "the document is no text") }
    return body.body
  }
}
