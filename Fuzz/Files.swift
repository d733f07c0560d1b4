import CGIAuthLibC

@testable import CGIAuthCore

/// The lines are a file's length, its time, If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since,
/// If-Range and the file's name; the rest is Range. A part lies within the file, a date writes back the same
/// moment, a tag reads back, and every answer says what it gives.
func checkFiles(_ input: [UInt8]) {
  let parts = lines(input, 9)
  let now = 1_700_000_000
  let length = wholeNumber(parts[0]) ?? parts[0].count
  for field in parts { checkDate(field, now: now) }
  for field in parts[2...3] + parts[6...6] { checkTags(field) }
  checkRange(parts[8], length: length)
  let validators = Validators(size: length, modified: (wholeNumber(parts[1]) ?? 0, 0), now: now)
  let names = ["IF_MATCH", "IF_NONE_MATCH", "IF_MODIFIED_SINCE", "IF_UNMODIFIED_SINCE", "IF_RANGE"]
  let conditions = zip(names, parts[2...6]).filter { !$1.isEmpty }
  let fields = conditions.map { Array("HTTP_\($0)=".utf8) + $1 }
  checkVerdict(fields, Set(conditions.map { $0.0 }), validators, now: now)
  for method in ["GET", "HEAD"] {
    let variables =
      [Array("REQUEST_METHOD=\(method)".utf8)] + fields
      + (parts[8].isEmpty ? [] : [Array("HTTP_RANGE=".utf8) + parts[8]])
    checkReply(to: request(variables), name: parts[7], now: now)
  }
}

// MARK: Dates

private func checkDate(_ field: [UInt8], now: Int) {
  guard let date = HTTPDate(field, now: now) else { return }
  claim((0...253_402_300_799).contains(date.seconds), "a date was taken that is none")
  let text = Array(date.text.utf8)
  claim(HTTPDate(text, now: now) == date, "a date does not write back the same moment")
  claim(date.text == reference(date.seconds), "a date is written as another moment")
  // The preferred form, which names the weekday and a leap second as the sender pleases.
  if field.count == text.count, field[23..<25] != Array("60".utf8)[...] {
    claim(field[3...] == text[3...], "a date changes when it is written anew")
  }
  if field.count > text.count {
    claim(CivilTime(date.seconds).year <= CivilTime(now).year + 50, "a short year lies too far ahead")
  }
}

/// The moment as the C library writes it.
private func reference(_ seconds: Int) -> String {
  var time = time_t(seconds)
  var parts = tm()
  gmtime_r(&time, &parts)
  var text = [CChar](repeating: 0, count: 64)
  let count = strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
  return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

// MARK: Tags and conditions

private func checkTags(_ field: [UInt8]) {
  guard case .tags(let tags) = EntityTagList(field) else { return }
  claim(!tags.isEmpty && 2 * tags.count <= field.count, "there are more tags than were sent")
  for tag in tags where tag.matchesStrongly(tag) {
    claim(tag.matchesWeakly(tag), "a tag differs from itself")
  }
  // Those that are not UTF-8 match none of ours, and are never written.
  guard tags.allSatisfy({ $0.opaque.isUTF8 }) else { return }
  let again = tags.map { $0.text }.joined(separator: ", ")
  claim(EntityTagList(Array(again.utf8)) == .tags(tags), "tags do not read back")
}

private func checkVerdict(_ fields: [[UInt8]], _ names: Set<String>, _ validators: Validators, now: Int) {
  func verdict(_ method: String, _ fields: [[UInt8]]) -> Verdict {
    Verdict(request([Array("REQUEST_METHOD=\(method)".utf8)] + fields), validators, now: now)
  }
  func field(_ name: String, _ value: String) -> [UInt8] { Array("HTTP_\(name)=\(value)".utf8) }
  let got = verdict("GET", fields)
  switch got {
  case .failed:
    claim(names.contains("IF_MATCH") || names.contains("IF_UNMODIFIED_SINCE"), "nothing could fail")
  case .notModified:
    claim(names.contains("IF_NONE_MATCH") || names.contains("IF_MODIFIED_SINCE"), "nobody has a copy")
  case .proceed(let rangeCounts):
    claim(rangeCounts || names.contains("IF_RANGE"), "a range was passed over")
    claim(verdict("HEAD", fields) == .proceed(rangeCounts: false), "a range counts for HEAD")
  }
  let (tag, date) = (validators.entityTag.text, validators.lastModified.text)
  claim(verdict("GET", [field("IF_NONE_MATCH", tag)]) == .notModified, "our own tag is not known")
  claim(verdict("GET", [field("IF_MODIFIED_SINCE", date)]) == .notModified, "our own time is not known")
  let isMet = verdict("GET", [field("IF_MATCH", tag)]) == .proceed(rangeCounts: true)
  claim(isMet == !validators.entityTag.isWeak, "our own tag is refused, or a weak one taken for strong")
  let isCurrent = verdict("GET", [field("IF_RANGE", date)]) == .proceed(rangeCounts: true)
  claim(isCurrent == validators.isTimeStrong, "our own time is refused, or a weak one taken for strong")
}

// MARK: Ranges

private func checkRange(_ field: [UInt8], length: Int) {
  let range = RangeRequest(field, length: length)
  claim(RangeRequest([UInt8(ascii: "x")] + field, length: length) == .whole, "other units were taken")
  claim(range == .whole || field.prefix(6).asciiLowercased == Array("bytes=".utf8), "other units were taken")
  guard case .part(let part) = range else { return }
  claim(!part.isEmpty && part.lowerBound >= 0 && part.upperBound <= length, "a part is not within the file")
  var same = ["\(part.lowerBound)-\(part.upperBound - 1)"]
  if part.upperBound == length { same += ["\(part.lowerBound)-", "-\(part.count)"] }
  for text in same {
    claim(RangeRequest(Array("bytes=\(text)".utf8), length: length) == range, "a part does not read back")
  }
}

// MARK: Answers

/// A file that is there wherever this runs.
private nonisolated(unsafe) let file: OpenedPath = {
  guard let file = try? OpenedPath.folder(Array(".".utf8)).open(Array("Package.swift".utf8), O_RDONLY) else {
    fatalError("there is no Package.swift here")
  }
  return file
}()

private func checkReply(to request: Request, name: [UInt8], now: Int) {
  let size = Int(file.status.st_size)
  let reply = FileReply(file, name: name, to: request, now: now, trustsLength: true)
  func value(_ name: HeaderName) -> String? { reply.fields.first { $0.name == name }?.value.text }
  claim(
    (0...size).contains(reply.part.lowerBound) && reply.part.upperBound <= size, "a part is not in the file")
  claim(reply.head.count { $0 == 0x0A } == reply.fields.count + 2, "a field has more than one line")
  let length = value(.contentLength)
  if request.method == .head {
    claim(reply.part.isEmpty, "HEAD has a document")
  } else {
    claim(
      reply.status == .notModified || length == "\(reply.part.count)", "the length is not that of the part")
  }
  let part = value(.contentRange)
  switch reply.status {
  case .ok: claim(part == nil && length == "\(size)", "the whole is less")
  case .partialContent:
    claim(
      part == "bytes \(reply.part.lowerBound)-\(reply.part.upperBound - 1)/\(size)", "another part is named")
  case .rangeNotSatisfiable: claim(part == "bytes */\(size)" && reply.part.isEmpty, "nothing is something")
  case .notModified, .preconditionFailed: claim(part == nil && reply.part.isEmpty, "a condition sends a file")
  default: claim(false, "a file has another status")
  }
}
