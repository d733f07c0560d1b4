import CGIAuthCore

extension Phrase {
  static var recoverySubject: Phrase {
    Phrase(
      en: "Choose a new password",
      de: "Neues Passwort wählen",
      fr: "Choisir un nouveau mot de passe",
      es: "Elegir una contraseña nueva",
      pt: "Escolher uma senha nova",
      ja: "新しいパスワードの設定")
  }

  static var recoveryAsked: Phrase {
    Phrase(
      en:
        "Somebody, most likely you, has forgotten the password of your account at {}. You can choose a new one on this page:",
      de:
        "Jemand, wahrscheinlich Sie selbst, hat das Passwort Ihres Kontos bei {} vergessen. Auf dieser Seite können Sie ein neues wählen:",
      fr:
        "Quelqu’un, sans doute vous, a oublié le mot de passe de votre compte sur {}. Vous pouvez en choisir un nouveau sur cette page :",
      es:
        "Alguien, seguramente usted, ha olvidado la contraseña de su cuenta en {}. En esta página puede elegir una nueva:",
      pt:
        "Alguém, provavelmente você, esqueceu a senha da sua conta em {}. Nesta página você pode escolher uma nova:",
      ja: "{} のアカウントのパスワードを忘れたという申し出がありました（おそらくご本人です）。次のページで新しいパスワードを設定できます：")
  }

  static var recoveryLife: Phrase {
    Phrase(
      en:
        "The link is good for 60 minutes, and once. With the new password every login ends, and you log in anew.",
      de:
        "Der Link gilt 60 Minuten, und nur einmal. Mit dem neuen Passwort endet jede Anmeldung, und Sie melden sich neu an.",
      fr:
        "Le lien est valable 60 minutes, une seule fois. Le nouveau mot de passe met fin à toutes les connexions ; vous vous connectez ensuite de nouveau.",
      es:
        "El enlace vale 60 minutos y una sola vez. Con la contraseña nueva terminan todas las sesiones, y usted inicia sesión de nuevo.",
      pt:
        "O link vale 60 minutos e uma única vez. Com a senha nova todas as sessões terminam, e você entra de novo.",
      ja: "このリンクは 60 分間有効で、一度だけ使えます。新しいパスワードを設定すると、すべてのログインが終了しますので、もう一度ログインしてください。")
  }

  static var recoveryByOthers: Phrase {
    Phrase(
      en:
        "If it was not you, you need not do anything: your password stays as it is. Do not pass the link on.",
      de:
        "Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist. Geben Sie den Link nicht weiter.",
      fr:
        "Si ce n’était pas vous, vous n’avez rien à faire : votre mot de passe reste le même. Ne transmettez pas le lien.",
      es:
        "Si no ha sido usted, no tiene que hacer nada: su contraseña sigue siendo la misma. No reenvíe el enlace.",
      pt: "Se não foi você, não precisa fazer nada: sua senha continua a mesma. Não repasse o link.",
      ja: "お心当たりがない場合は、何もする必要はありません。パスワードは変わりません。リンクを他の人に渡さないでください。")
  }

  static var confirmationSubject: Phrase {
    Phrase(
      en: "Confirm your address",
      de: "Adresse bestätigen",
      fr: "Confirmer votre adresse",
      es: "Confirmar su dirección",
      pt: "Confirmar seu endereço",
      ja: "メールアドレスの確認")
  }

  static var confirmationAsked: Phrase {
    Phrase(
      en:
        "Somebody, most likely you, registered at {} with this address. Confirm it on this page. Then you can log in:",
      de:
        "Jemand, wahrscheinlich Sie selbst, hat sich mit dieser Adresse bei {} registriert. Bestätigen Sie sie auf dieser Seite. Danach können Sie sich anmelden:",
      fr:
        "Quelqu’un, sans doute vous, s’est inscrit sur {} avec cette adresse. Confirmez-la sur cette page. Vous pourrez ensuite vous connecter :",
      es:
        "Alguien, seguramente usted, se ha registrado en {} con esta dirección. Confírmela en esta página. Después podrá iniciar sesión:",
      pt:
        "Alguém, provavelmente você, se cadastrou em {} com este endereço. Confirme-o nesta página. Depois você pode entrar:",
      ja: "{} でこのメールアドレスの登録がありました（おそらくご本人です）。次のページで確認すると、ログインできるようになります：")
  }

  static var confirmationByOthers: Phrase {
    Phrase(
      en:
        "If it was not you, you need not do anything: nobody can use the account without the link, and it is removed after 7 days.",
      de:
        "Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ohne den Link kann niemand das Konto benutzen, und nach 7 Tagen wird es entfernt.",
      fr:
        "Si ce n’était pas vous, vous n’avez rien à faire : sans le lien, personne ne peut utiliser le compte, et il est supprimé après 7 jours.",
      es:
        "Si no ha sido usted, no tiene que hacer nada: sin el enlace nadie puede usar la cuenta, y se elimina a los 7 días.",
      pt:
        "Se não foi você, não precisa fazer nada: sem o link ninguém pode usar a conta, e ela é removida depois de 7 dias.",
      ja: "お心当たりがない場合は、何もする必要はありません。リンクがなければ誰もアカウントを使えず、7 日後に削除されます。")
  }

  static var alreadyRegisteredSubject: Phrase {
    Phrase(
      en: "You have an account already",
      de: "Sie haben schon ein Konto",
      fr: "Vous avez déjà un compte",
      es: "Ya tiene una cuenta",
      pt: "Você já tem uma conta",
      ja: "すでにアカウントがあります")
  }

  static var alreadyRegistered: Phrase {
    Phrase(
      en:
        "Somebody, most likely you, wanted to register at {} with this address. There is an account with it already: log in with your password.",
      de:
        "Jemand, wahrscheinlich Sie selbst, wollte sich mit dieser Adresse bei {} registrieren. Es gibt schon ein Konto mit ihr: Melden Sie sich mit Ihrem Passwort an.",
      fr:
        "Quelqu’un, sans doute vous, a voulu s’inscrire sur {} avec cette adresse. Un compte existe déjà avec elle : connectez-vous avec votre mot de passe.",
      es:
        "Alguien, seguramente usted, ha querido registrarse en {} con esta dirección. Ya hay una cuenta con ella: inicie sesión con su contraseña.",
      pt:
        "Alguém, provavelmente você, quis se cadastrar em {} com este endereço. Já existe uma conta com ele: entre com a sua senha.",
      ja: "{} でこのメールアドレスを登録しようとする操作がありました（おそらくご本人です）。このアドレスのアカウントはすでにあります。ご自分のパスワードでログインしてください。")
  }

  static var ifForgotten: Phrase {
    Phrase(
      en: "If you have forgotten it, ask for a new one here:",
      de: "Wenn Sie es vergessen haben, verlangen Sie hier ein neues:",
      fr: "Si vous l’avez oublié, demandez-en un nouveau ici :",
      es: "Si la ha olvidado, pida una nueva aquí:",
      pt: "Se você a esqueceu, peça uma nova aqui:",
      ja: "お忘れの場合は、こちらで新しいパスワードを申し込めます：")
  }

  static var nothingChanged: Phrase {
    Phrase(
      en: "If it was not you, you need not do anything: nothing has changed.",
      de: "Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Es hat sich nichts geändert.",
      fr: "Si ce n’était pas vous, vous n’avez rien à faire : rien n’a changé.",
      es: "Si no ha sido usted, no tiene que hacer nada: no ha cambiado nada.",
      pt: "Se não foi você, não precisa fazer nada: nada mudou.",
      ja: "お心当たりがない場合は、何もする必要はありません。何も変わっていません。")
  }

  static var loginSubject: Phrase {
    Phrase(
      en: "Your code to log in",
      de: "Ihr Code zum Anmelden",
      fr: "Votre code de connexion",
      es: "Su código para iniciar sesión",
      pt: "Seu código para entrar",
      ja: "ログイン用のコード")
  }

  static var loginAsked: Phrase {
    Phrase(
      en:
        "Somebody, most likely you, wants to log in at {} without a password. Enter this code on the page that asks for it:",
      de:
        "Jemand, wahrscheinlich Sie selbst, möchte sich ohne Passwort bei {} anmelden. Geben Sie diesen Code auf der Seite ein, die danach fragt:",
      fr:
        "Quelqu’un, sans doute vous, veut se connecter à {} sans mot de passe. Saisissez ce code sur la page qui le demande :",
      es:
        "Alguien, seguramente usted, quiere iniciar sesión en {} sin contraseña. Introduzca este código en la página que lo pide:",
      pt:
        "Alguém, provavelmente você, quer entrar em {} sem senha. Digite este código na página que o pede:",
      ja: "{} にパスワードなしでログインする操作がありました（おそらくご本人です）。コードを求めるページに、次のコードを入力してください：")
  }

  static var orOpen: Phrase {
    Phrase(
      en: "Or open this page:",
      de: "Oder öffnen Sie diese Seite:",
      fr: "Ou ouvrez cette page :",
      es: "O abra esta página:",
      pt: "Ou abra esta página:",
      ja: "または、次のページを開いてください：")
  }

  static var loginLife: Phrase {
    Phrase(
      en: "Both are good for 10 minutes, and once.",
      de: "Beides gilt 10 Minuten, und nur einmal.",
      fr: "Les deux sont valables 10 minutes, une seule fois.",
      es: "Ambos valen 10 minutos y una sola vez.",
      pt: "Ambos valem 10 minutos e uma única vez.",
      ja: "どちらも 10 分間有効で、一度だけ使えます。")
  }

  static var loginByOthers: Phrase {
    Phrase(
      en:
        "Give the code to nobody, whoever asks for it. If it was not you, you need not do anything: without this mail nobody gets in.",
      de:
        "Geben Sie den Code niemandem, wer auch immer danach fragt. Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ohne diese Mail kommt niemand hinein.",
      fr:
        "Ne donnez le code à personne, quel que soit celui qui le demande. Si ce n’était pas vous, vous n’avez rien à faire : sans ce message, personne n’entre.",
      es:
        "No dé el código a nadie, sea quien sea quien lo pida. Si no ha sido usted, no tiene que hacer nada: sin este mensaje nadie entra.",
      pt:
        "Não dê o código a ninguém, seja quem for que o peça. Se não foi você, não precisa fazer nada: sem esta mensagem ninguém entra.",
      ja: "誰に聞かれても、コードを教えないでください。お心当たりがない場合は、何もする必要はありません。このメールがなければ誰もログインできません。")
  }
}
