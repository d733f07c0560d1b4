import CGIAuthCore

extension Phrase {
  static var register: Phrase {
    Phrase(
      en: "Register", de: "Registrieren", fr: "S’inscrire", es: "Registrarse", pt: "Cadastrar-se", ja: "登録する")
  }

  static var logInInstead: Phrase {
    Phrase(
      en: "Log in instead", de: "Stattdessen anmelden", fr: "Se connecter plutôt",
      es: "Iniciar sesión en su lugar", pt: "Entrar em vez disso", ja: "代わりにログイン")
  }
}
