import CGIAuthCore

extension Phrase {
  static var toSee: Phrase {
    Phrase(
      en: "Log in to see {}.", de: "Melden Sie sich an, um {} zu sehen.", fr: "Connectez-vous pour voir {}.",
      es: "Inicie sesión para ver {}.", pt: "Entre para ver {}.", ja: "{} を見るにはログインしてください。")
  }

  static var registered: Phrase {
    Phrase(
      en: "Your account is ready. You can log in now.",
      de: "Ihr Konto ist angelegt. Sie können sich jetzt anmelden.",
      fr: "Votre compte est prêt. Vous pouvez vous connecter.",
      es: "Su cuenta está lista. Ya puede iniciar sesión.",
      pt: "Sua conta está pronta. Você já pode entrar.",
      ja: "アカウントを作成しました。ログインできます。")
  }

  static var loggedOut: Phrase {
    Phrase(
      en: "You are logged out.", de: "Sie sind abgemeldet.", fr: "Vous êtes déconnecté.",
      es: "Ha cerrado la sesión.", pt: "Você saiu da sua conta.", ja: "ログアウトしました。")
  }

  static var accountClosed: Phrase {
    Phrase(
      en: "Your account is closed.", de: "Ihr Konto ist geschlossen.", fr: "Votre compte est fermé.",
      es: "Su cuenta está cerrada.", pt: "Sua conta foi encerrada.", ja: "アカウントを削除しました。")
  }

  static var passwordIsChanged: Phrase {
    Phrase(
      en: "Your password is changed. Log in with the new one.",
      de: "Ihr Passwort ist geändert. Melden Sie sich mit dem neuen an.",
      fr: "Votre mot de passe est changé. Connectez-vous avec le nouveau.",
      es: "Su contraseña se ha cambiado. Inicie sesión con la nueva.",
      pt: "Sua senha foi mudada. Entre com a nova.",
      ja: "パスワードを変更しました。新しいパスワードでログインしてください。")
  }

  static var addressIsConfirmed: Phrase {
    Phrase(
      en: "Your address is confirmed.", de: "Ihre Adresse ist bestätigt.",
      fr: "Votre adresse est confirmée.", es: "Su dirección está confirmada.",
      pt: "Seu endereço está confirmado.", ja: "メールアドレスを確認しました。")
  }

  static var forgotten: Phrase {
    Phrase(
      en: "Forgot your password?", de: "Passwort vergessen?", fr: "Mot de passe oublié ?",
      es: "¿Olvidó su contraseña?", pt: "Esqueceu sua senha?", ja: "パスワードをお忘れですか？")
  }

  static var oneMoment: Phrase {
    Phrase(
      en: "One moment …", de: "Einen Moment …", fr: "Un instant…", es: "Un momento…",
      pt: "Um momento…", ja: "お待ちください…")
  }

  static var goOnThere: Phrase {
    Phrase(
      en: "Go on to this page?", de: "Weiter zu dieser Seite?", fr: "Aller à cette page ?",
      es: "¿Ir a esta página?", pt: "Ir para esta página?", ja: "このページに進みますか？")
  }

  static var foreignLink: Phrase {
    Phrase(
      en: "A link of another site leads to:", de: "Der Link einer anderen Website führt zu:",
      fr: "Le lien d’un autre site mène à :", es: "El enlace de otro sitio lleva a:",
      pt: "O link de outro site leva a:", ja: "他のサイトのリンク先：")
  }
}
