/// A mail that is wanted: what it is for, and for which address. It is no message: no link, code or ticket is
/// in it. Whether there is an account of that address is found out when the mail is sent.
package struct OutboxEntry: Sendable {
  package let purpose: MailPurpose
  /// The address of the account; of `emailChanged` the former one.
  package let email: EmailAddress
  /// The language of the page that it was asked for on. The user's own comes first.
  package let language: Language
  /// In seconds since 1970.
  package let askedAt: Int
  package let network: ClientNetwork
  /// What it was asked for with.
  package let device: DeviceName
  /// What else the purpose needs: what tells a known browser.
  package let detail: String

  package init(
    _ purpose: MailPurpose, _ email: EmailAddress, _ language: Language, at now: Int,
    from network: ClientNetwork, with device: DeviceName, detail: String = ""
  ) {
    self.purpose = purpose
    self.email = email
    self.language = language
    askedAt = now
    self.network = network
    self.device = device
    self.detail = detail
  }

  /// The bytes of its file: a JSON object.
  package var bytes: [UInt8] {
    var members = JSONWriter()
    members.add("purpose", purpose.rawValue)
    members.add("email", email.text)
    members.add("language", language.rawValue)
    members.add("at", askedAt)
    members.add("network", Base64URL.encode(network.bytes))
    members.add("device", Base64URL.encode(device.bytes))
    members.add("detail", detail)
    return members.object
  }

  /// Reads a file; nil where it is none of ours.
  package init?(_ bytes: [UInt8]) {
    guard let members = try? JSONParser.object(bytes),
      case .string(let purpose) = members["purpose"], let purpose = MailPurpose(word: purpose),
      case .string(let email) = members["email"], let email = EmailAddress(email),
      case .string(let language) = members["language"], let language = Language(word: language),
      case .number(let time) = members["at"], let time = time.wholePart,
      case .string(let network) = members["network"], let network = Base64URL.decode(network),
      case .string(let device) = members["device"], let device = Base64URL.decode(device),
      case .string(let detail) = members["detail"]
    else { return nil }
    self.init(
      purpose, email, language, at: time, from: ClientNetwork(storedBytes: network),
      with: DeviceName(storedBytes: device),
      detail: String(decoding: detail, as: UTF8.self))
  }
}
