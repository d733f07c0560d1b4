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

  static var passwordHint: Phrase {
    Phrase(
      en: "At least {} characters. Several words are good.",
      de: "Mindestens {} Zeichen. Gut sind mehrere Wörter.",
      fr: "Au moins {} caractères. Plusieurs mots, c’est bien.",
      es: "Al menos {} caracteres. Varias palabras van bien.",
      pt: "Pelo menos {} caracteres. Várias palavras são uma boa escolha.",
      ja: "{}文字以上。複数の単語の組み合わせがおすすめです。")
  }

  static var emailTaken: Phrase {
    Phrase(
      en: "This address has an account already.", de: "Diese Adresse hat schon ein Konto.",
      fr: "Cette adresse a déjà un compte.", es: "Este correo ya tiene una cuenta.",
      pt: "Este endereço já tem uma conta.", ja: "このメールアドレスはすでに登録されています。")
  }
}
