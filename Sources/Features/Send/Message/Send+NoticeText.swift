import CGIAuthCore

extension Phrase {
  static var passwordChangedSubject: Phrase {
    Phrase(
      en: "Your password was changed",
      de: "Ihr Passwort wurde geändert",
      fr: "Votre mot de passe a été changé",
      es: "Se ha cambiado su contraseña",
      pt: "Sua senha foi alterada",
      ja: "パスワードが変更されました")
  }

  static var passwordChanged: Phrase {
    Phrase(
      en: "The password of your account at {} was changed.",
      de: "Das Passwort Ihres Kontos bei {} wurde geändert.",
      fr: "Le mot de passe de votre compte sur {} a été changé.",
      es: "Se ha cambiado la contraseña de su cuenta en {}.",
      pt: "A senha da sua conta em {} foi alterada.",
      ja: "{} のアカウントのパスワードが変更されました。")
  }

  static var newDeviceSubject: Phrase {
    Phrase(
      en: "Login from a new device",
      de: "Anmeldung von einem neuen Gerät",
      fr: "Connexion depuis un nouvel appareil",
      es: "Inicio de sesión desde un dispositivo nuevo",
      pt: "Entrada de um dispositivo novo",
      ja: "新しい端末からのログイン")
  }

  static var newDevice: Phrase {
    Phrase(
      en: "Somebody logged in to your account at {} from a device that was not used for it before.",
      de:
        "Jemand hat sich bei Ihrem Konto auf {} von einem Gerät angemeldet, das bisher nicht dafür benutzt wurde.",
      fr:
        "Quelqu’un s’est connecté à votre compte sur {} depuis un appareil qui n’avait pas encore servi pour cela.",
      es:
        "Alguien ha iniciado sesión en su cuenta de {} desde un dispositivo que no se había usado antes para ella.",
      pt: "Alguém entrou na sua conta em {} de um dispositivo que não tinha sido usado antes para isso.",
      ja: "{} のアカウントに、これまで使われたことのない端末からログインがありました。")
  }

  static var sessionEndedSubject: Phrase {
    Phrase(
      en: "A login was ended",
      de: "Eine Anmeldung wurde beendet",
      fr: "Une connexion a été coupée",
      es: "Se ha cerrado una sesión",
      pt: "Uma sessão foi encerrada",
      ja: "ログインを終了しました")
  }

  static var sessionEnded: Phrase {
    Phrase(
      en:
        "A login of your account at {} was ended. Its key was used a second time, from another network: somebody may have copied it.",
      de:
        "Eine Anmeldung Ihres Kontos bei {} wurde beendet. Ihr Schlüssel wurde ein zweites Mal benutzt, aus einem anderen Netz: Vielleicht hat ihn jemand kopiert.",
      fr:
        "Une connexion de votre compte sur {} a été coupée. Sa clé a servi une deuxième fois, depuis un autre réseau : quelqu’un l’a peut-être copiée.",
      es:
        "Se ha cerrado una sesión de su cuenta en {}. Su clave se ha usado por segunda vez, desde otra red: puede que alguien la haya copiado.",
      pt:
        "Uma sessão da sua conta em {} foi encerrada. A chave dela foi usada uma segunda vez, de outra rede: talvez alguém a tenha copiado.",
      ja: "{} のアカウントのログインを一つ終了しました。そのログインの鍵が別のネットワークから再び使われました。誰かがコピーした可能性があります。")
  }

  static var logInAnew: Phrase {
    Phrase(
      en: "Log in anew where you were logged out.",
      de: "Melden Sie sich dort neu an, wo Sie abgemeldet wurden.",
      fr: "Reconnectez-vous là où vous avez été déconnecté.",
      es: "Vuelva a iniciar sesión donde se haya cerrado.",
      pt: "Entre de novo onde a sessão foi encerrada.",
      ja: "ログアウトされた端末では、もう一度ログインしてください。")
  }

  static var ifUnexpected: Phrase {
    Phrase(
      en: "If you cannot explain it, choose a new password. It ends every login. Begin here:",
      de:
        "Wenn Sie sich das nicht erklären können, wählen Sie ein neues Passwort. Es beendet jede Anmeldung. Beginnen Sie hier:",
      fr:
        "Si vous ne pouvez pas l’expliquer, choisissez un nouveau mot de passe. Il met fin à toutes les connexions. Commencez ici :",
      es:
        "Si no se lo explica, elija una contraseña nueva. Así terminan todas las sesiones. Empiece aquí:",
      pt: "Se você não sabe o motivo, escolha uma senha nova. Ela encerra todas as sessões. Comece aqui:",
      ja: "お心当たりがない場合は、新しいパスワードを設定してください。すべてのログインが終了します。こちらから始めてください：")
  }

  static var newAddressSubject: Phrase {
    Phrase(
      en: "Confirm your new address",
      de: "Neue Adresse bestätigen",
      fr: "Confirmer votre nouvelle adresse",
      es: "Confirmar su dirección nueva",
      pt: "Confirmar seu endereço novo",
      ja: "新しいメールアドレスの確認")
  }

  static var newAddressAsked: Phrase {
    Phrase(
      en:
        "Somebody, most likely you, wants to use this address for an account at {}. Confirm it on this page. From then on you log in with it:",
      de:
        "Jemand, wahrscheinlich Sie selbst, möchte diese Adresse für ein Konto bei {} benutzen. Bestätigen Sie sie auf dieser Seite. Von da an melden Sie sich mit ihr an:",
      fr:
        "Quelqu’un, sans doute vous, veut utiliser cette adresse pour un compte sur {}. Confirmez-la sur cette page. Vous vous connecterez ensuite avec elle :",
      es:
        "Alguien, seguramente usted, quiere usar esta dirección para una cuenta en {}. Confírmela en esta página. Desde entonces iniciará sesión con ella:",
      pt:
        "Alguém, provavelmente você, quer usar este endereço para uma conta em {}. Confirme-o nesta página. A partir daí você entra com ele:",
      ja: "{} のアカウントにこのメールアドレスを使いたいという操作がありました（おそらくご本人です）。次のページで確認すると、以後このアドレスでログインできます：")
  }

  static var newAddressByOthers: Phrase {
    Phrase(
      en: "If it was not you, you need not do anything: without the link the address is not used.",
      de:
        "Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ohne den Link wird die Adresse nicht benutzt.",
      fr:
        "Si ce n’était pas vous, vous n’avez rien à faire : sans le lien, l’adresse n’est pas utilisée.",
      es: "Si no ha sido usted, no tiene que hacer nada: sin el enlace la dirección no se usa.",
      pt: "Se não foi você, não precisa fazer nada: sem o link o endereço não é usado.",
      ja: "お心当たりがない場合は、何もする必要はありません。リンクがなければアドレスは使われません。")
  }

  static var addressChangedSubject: Phrase {
    Phrase(
      en: "Your address was changed",
      de: "Ihre Adresse wurde geändert",
      fr: "Votre adresse a été changée",
      es: "Se ha cambiado su dirección",
      pt: "Seu endereço foi alterado",
      ja: "メールアドレスが変更されました")
  }

  static var addressChanged: Phrase {
    Phrase(
      en:
        "Your account at {} has another address now. You log in with the new one, and this one gets no more mail about it.",
      de:
        "Ihr Konto bei {} hat jetzt eine andere Adresse. Sie melden sich mit der neuen an, und diese bekommt keine Mail mehr dazu.",
      fr:
        "Votre compte sur {} a maintenant une autre adresse. Vous vous connectez avec la nouvelle, et celle-ci ne recevra plus de messages à ce sujet.",
      es:
        "Su cuenta en {} tiene ahora otra dirección. Usted inicia sesión con la nueva, y esta ya no recibirá mensajes sobre ella.",
      pt:
        "Sua conta em {} agora tem outro endereço. Você entra com o novo, e este não recebe mais mensagens sobre ela.",
      ja: "{} のアカウントのメールアドレスが変更されました。今後は新しいアドレスでログインし、このアドレスには通知が届きません。")
  }

  static var undoAddress: Phrase {
    Phrase(
      en:
        "If it was not you, take it back within 7 days. The account gets this address again, every login ends, and we send you a mail to choose a new password:",
      de:
        "Wenn Sie das nicht waren, machen Sie es innerhalb von 7 Tagen rückgängig. Das Konto bekommt wieder diese Adresse, jede Anmeldung endet, und wir schicken Ihnen eine Mail, um ein neues Passwort zu wählen:",
      fr:
        "Si ce n’était pas vous, annulez le changement dans les 7 jours. Le compte retrouve cette adresse, toutes les connexions prennent fin, et nous vous envoyons un message pour choisir un nouveau mot de passe :",
      es:
        "Si no ha sido usted, deshágalo en un plazo de 7 días. La cuenta vuelve a tener esta dirección, terminan todas las sesiones y le enviamos un mensaje para elegir una contraseña nueva:",
      pt:
        "Se não foi você, desfaça a mudança em até 7 dias. A conta volta a ter este endereço, todas as sessões terminam, e enviamos uma mensagem para você escolher uma senha nova:",
      ja: "お心当たりがない場合は、7 日以内に取り消してください。アカウントはこのアドレスに戻り、すべてのログインが終了し、新しいパスワードを設定するためのメールが届きます：")
  }
}
