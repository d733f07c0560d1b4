import CGIAuthCore

extension Phrase {
  static var welcome: Phrase {
    Phrase(
      en: "Welcome, {}!", de: "Willkommen, {}!", fr: "Bienvenue, {} !", es: "¡Hola, {}!",
      pt: "Boas-vindas, {}!", ja: "ようこそ、{}さん")
  }
}
