import CGIAuthCore

extension Phrase {
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
