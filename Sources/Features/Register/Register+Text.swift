import CGIAuthCore

extension Phrase {
  static var haveAccount: Phrase {
    Phrase(
      en: "Already have an account?", de: "Sie haben schon ein Konto?", fr: "Vous avez déjà un compte ?",
      es: "¿Ya tiene una cuenta?", pt: "Já tem uma conta?", ja: "アカウントをお持ちの方")
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
