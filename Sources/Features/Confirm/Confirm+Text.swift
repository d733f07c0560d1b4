import CGIAuthCore

extension Phrase {
  static var confirmAddress: Phrase {
    Phrase(
      en: "Confirm your address", de: "Adresse bestätigen", fr: "Confirmer votre adresse",
      es: "Confirmar su dirección", pt: "Confirmar seu endereço", ja: "メールアドレスの確認")
  }

  static var confirmChange: Phrase {
    Phrase(
      en: "From now on the address of your account will be {}. You log in with it.",
      de: "Ihr Konto hat von nun an die Adresse {}. Mit ihr melden Sie sich an.",
      fr: "L’adresse de votre compte sera désormais {}. Vous vous connecterez avec elle.",
      es: "Desde ahora la dirección de su cuenta será {}. Iniciará sesión con ella.",
      pt: "A partir de agora o endereço da sua conta será {}. Você entrará com ele.",
      ja: "今後、アカウントのアドレスは {} になります。ログインにもこのアドレスを使います。")
  }

  static var confirm: Phrase {
    Phrase(
      en: "Confirm", de: "Bestätigen", fr: "Confirmer", es: "Confirmar", pt: "Confirmar", ja: "確認する")
  }

  static var undoChange: Phrase {
    Phrase(
      en: "Take the account back", de: "Konto zurückholen", fr: "Reprendre le compte",
      es: "Recuperar la cuenta", pt: "Retomar a conta", ja: "アカウントを取り戻す")
  }

  static var confirmUndo: Phrase {
    Phrase(
      en: "The account goes back to {}, and its password is no longer good. A mail brings you a link for a new one.",
      de: "Das Konto geht an {} zurück, sein Passwort gilt nicht mehr. Den Link für ein neues bringt eine E-Mail.",
      fr: "Le compte revient à {}, et son mot de passe n’est plus valable. Un e-mail apporte le lien d’un nouveau.",
      es: "La cuenta vuelve a {} y su contraseña deja de valer. Un correo trae el enlace para otra nueva.",
      pt: "A conta volta para {}, e a senha deixa de valer. Um e-mail traz o link para uma nova.",
      ja: "アカウントは {} に戻り、パスワードは無効になります。新しいパスワードのリンクをメールでお送りします。")
  }
}
