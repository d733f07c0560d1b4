import CGIAuthCore

extension Phrase {
  static var welcome: Phrase {
    Phrase(
      en: "Welcome, {}!", de: "Willkommen, {}!", fr: "Bienvenue, {} !", es: "¡Hola, {}!",
      pt: "Boas-vindas, {}!", ja: "ようこそ、{}さん")
  }

  static var logOut: Phrase {
    Phrase(
      en: "Log out", de: "Abmelden", fr: "Se déconnecter", es: "Cerrar sesión", pt: "Sair", ja: "ログアウト")
  }
}
