import CGIAuthCore

extension Phrase {
  static var toSee: Phrase {
    Phrase(
      en: "Log in to see {}.", de: "Melden Sie sich an, um {} zu sehen.", fr: "Connectez-vous pour voir {}.",
      es: "Inicie sesión para ver {}.", pt: "Entre para ver {}.", ja: "{} を見るにはログインしてください。")
  }

  static var remember: Phrase {
    Phrase(
      en: "Keep me logged in", de: "Angemeldet bleiben", fr: "Rester connecté",
      es: "Mantener la sesión abierta",
      pt: "Manter sessão aberta", ja: "ログインしたままにする")
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

  static var confirmationIsSent: Phrase {
    Phrase(
      en: "Look into your mail and open the link there. Then you can log in.",
      de: "Sehen Sie in Ihre E-Mails und öffnen Sie den Link. Dann können Sie sich anmelden.",
      fr: "Consultez vos e-mails et ouvrez le lien. Vous pourrez ensuite vous connecter.",
      es: "Mire su correo y abra el enlace. Después podrá iniciar sesión.",
      pt: "Veja seu e-mail e abra o link. Depois você poderá entrar.",
      ja: "メールを確認して、リンクを開いてください。その後ログインできます。")
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

  static var mailInstead: Phrase {
    Phrase(
      en: "Mail me a link and a code instead", de: "Stattdessen Link und Code per E-Mail",
      fr: "Recevoir plutôt un lien et un code par e-mail", es: "Recibir un enlace y un código por correo",
      pt: "Receber um link e um código por e-mail", ja: "代わりにリンクとコードをメールで受け取る")
  }

  static var logInByPassword: Phrase {
    Phrase(
      en: "Log in with the password", de: "Mit dem Passwort anmelden",
      fr: "Se connecter avec le mot de passe",
      es: "Iniciar sesión con la contraseña", pt: "Entrar com a senha", ja: "パスワードでログイン")
  }

  static var logInAs: Phrase {
    Phrase(
      en: "You log in as {}.", de: "Sie melden sich als {} an.", fr: "Vous vous connectez en tant que {}.",
      es: "Va a iniciar sesión como {}.", pt: "Você vai entrar como {}.", ja: "{} としてログインします。")
  }

  static var code: Phrase {
    Phrase(
      en: "Code from the mail", de: "Code aus der E-Mail", fr: "Code reçu par e-mail",
      es: "Código del correo", pt: "Código do e-mail", ja: "メールのコード")
  }

  static var codeHint: Phrase {
    Phrase(
      en: "8 letters, good for 10 minutes in this browser.",
      de: "8 Buchstaben, 10 Minuten gültig, in diesem Browser.",
      fr: "8 lettres, valables 10 minutes dans ce navigateur.",
      es: "8 letras, válidas 10 minutos en este navegador.",
      pt: "8 letras, válidas por 10 minutos neste navegador.", ja: "8文字です。このブラウザーで10分間有効です。")
  }

  static var codeSent: Phrase {
    Phrase(
      en: "If {} has an account, a mail is on its way. Enter its code here, or open its link.",
      de:
        "Wenn es zu {} ein Konto gibt, ist eine E-Mail unterwegs. Geben Sie den Code ein oder öffnen Sie den Link.",
      fr: "Si {} a un compte, un e-mail est en route. Saisissez son code ici, ou ouvrez son lien.",
      es: "Si {} tiene una cuenta, hay un correo en camino. Escriba aquí su código o abra su enlace.",
      pt: "Se {} tem uma conta, um e-mail está a caminho. Digite aqui o código ou abra o link.",
      ja: "{} のアカウントがある場合は、メールをお送りします。コードを入力するか、リンクを開いてください。")
  }

  static var codeWrong: Phrase {
    Phrase(
      en: "This code is wrong or too old. After three tries ask for another mail.",
      de: "Dieser Code ist falsch oder zu alt. Fordern Sie nach drei Versuchen eine neue E-Mail an.",
      fr: "Ce code est faux ou trop ancien. Après trois essais, demandez un autre e-mail.",
      es: "El código es incorrecto o demasiado antiguo. Tras tres intentos, pida otro correo.",
      pt: "O código está errado ou é antigo demais. Depois de três tentativas, peça outro e-mail.",
      ja: "コードが正しくないか、期限が切れています。3回失敗した場合は、もう一度メールを請求してください。")
  }
}
