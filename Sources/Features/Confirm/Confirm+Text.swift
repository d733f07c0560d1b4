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

  static var confirmRegistration: Phrase {
    Phrase(
      en: "Somebody has made an account for {}. If that was you, confirm it, and you can log in.",
      de:
        "Jemand hat ein Konto für {} angelegt. Wenn Sie das waren, bestätigen Sie es; dann können Sie sich anmelden.",
      fr: "Quelqu’un a créé un compte pour {}. Si c’est vous, confirmez-le, puis connectez-vous.",
      es: "Alguien ha creado una cuenta para {}. Si fue usted, confírmelo y podrá iniciar sesión.",
      pt: "Alguém criou uma conta para {}. Se foi você, confirme, e poderá entrar.",
      ja: "{} のアカウントが作成されました。ご自身の操作であれば確認してください。ログインできるようになります。")
  }

  static var passwordOfRegistration: Phrase {
    Phrase(
      en: "The password that was chosen for this account. If you did not choose one, close this page.",
      de:
        "Das Passwort, das für dieses Konto gewählt wurde. Haben Sie keines gewählt, schließen Sie die Seite.",
      fr: "Le mot de passe choisi pour ce compte. Si vous n’en avez pas choisi, fermez cette page.",
      es: "La contraseña elegida para esta cuenta. Si usted no eligió ninguna, cierre esta página.",
      pt: "A senha escolhida para esta conta. Se você não escolheu nenhuma, feche esta página.",
      ja: "このアカウントに設定したパスワードです。設定していない場合は、このページを閉じてください。")
  }

  static var registrationPasswordWrong: Phrase {
    Phrase(
      en: "This is not the password that was chosen. If somebody else chose it, register again.",
      de: "Das ist nicht das gewählte Passwort. Hat es jemand anderes gewählt, registrieren Sie sich neu.",
      fr: "Ce n’est pas le mot de passe choisi. Si quelqu’un d’autre l’a choisi, inscrivez-vous de nouveau.",
      es: "No es la contraseña elegida. Si la eligió otra persona, regístrese de nuevo.",
      pt: "Esta não é a senha escolhida. Se outra pessoa a escolheu, cadastre-se de novo.",
      ja: "設定されたパスワードと異なります。ほかの人が設定した場合は、登録し直してください。")
  }

  static var confirmHint: Phrase {
    Phrase(
      en: "You have registered and got no mail? Enter your address, and you get another one.",
      de: "Sie haben sich registriert und keine E-Mail bekommen? Geben Sie Ihre Adresse für eine neue ein.",
      fr:
        "Vous vous êtes inscrit sans recevoir d’e-mail ? Saisissez votre adresse pour en recevoir un autre.",
      es: "¿Se registró y no recibió ningún correo? Escriba su dirección y recibirá otro.",
      pt: "Você se cadastrou e não recebeu o e-mail? Digite seu endereço para receber outro.",
      ja: "登録後にメールが届いていない場合は、アドレスを入力してください。もう一度お送りします。")
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
      en:
        "The account goes back to {}, and its password is no longer good. A mail brings you a link for a new one.",
      de:
        "Das Konto geht an {} zurück, sein Passwort gilt nicht mehr. Den Link für ein neues bringt eine E-Mail.",
      fr:
        "Le compte revient à {}, et son mot de passe n’est plus valable. Un e-mail apporte le lien d’un nouveau.",
      es: "La cuenta vuelve a {} y su contraseña deja de valer. Un correo trae el enlace para otra nueva.",
      pt: "A conta volta para {}, e a senha deixa de valer. Um e-mail traz o link para uma nova.",
      ja: "アカウントは {} に戻り、パスワードは無効になります。新しいパスワードのリンクをメールでお送りします。")
  }
}
