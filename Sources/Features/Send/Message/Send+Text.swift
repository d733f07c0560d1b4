import CGIAuthCore

extension Phrase {
  static var device: Phrase {
    Phrase(
      en: "Device: {}",
      de: "Gerät: {}",
      fr: "Appareil : {}",
      es: "Dispositivo: {}",
      pt: "Dispositivo: {}",
      ja: "端末：{}")
  }

  static var time: Phrase {
    Phrase(
      en: "Time: {}",
      de: "Zeit: {}",
      fr: "Heure : {}",
      es: "Hora: {}",
      pt: "Hora: {}",
      ja: "日時：{}")
  }

  static var otherDevice: Phrase {
    Phrase(
      en: "another program",
      de: "ein anderes Programm",
      fr: "un autre programme",
      es: "otro programa",
      pt: "outro programa",
      ja: "その他のプログラム")
  }

  static var ifYou: Phrase {
    Phrase(
      en: "If that was you, there is nothing to do.",
      de: "Wenn Sie das waren, ist nichts zu tun.",
      fr: "Si c’était vous, il n’y a rien à faire.",
      es: "Si ha sido usted, no tiene que hacer nada.",
      pt: "Se foi você, não há nada a fazer.",
      ja: "ご自身の操作であれば、何もする必要はありません。")
  }

  static var ifNotYou: Phrase {
    Phrase(
      en:
        "If it was not you, choose a new password at once. It ends every login, that of the other person, too. Begin here:",
      de:
        "Wenn Sie das nicht waren, wählen Sie sofort ein neues Passwort. Es beendet jede Anmeldung, auch die der anderen Person. Beginnen Sie hier:",
      fr:
        "Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe. Il met fin à toutes les connexions, y compris celle de l’autre personne. Commencez ici :",
      es:
        "Si no ha sido usted, elija ahora mismo una contraseña nueva. Así terminan todas las sesiones, también la de la otra persona. Empiece aquí:",
      pt:
        "Se não foi você, escolha agora mesmo uma senha nova. Ela encerra todas as sessões, também a da outra pessoa. Comece aqui:",
      ja: "お心当たりがない場合は、すぐに新しいパスワードを設定してください。ほかの人のものも含め、すべてのログインが終了します。こちらから始めてください：")
  }

  static var dayOfLink: Phrase {
    Phrase(
      en: "The link is good for 24 hours.",
      de: "Der Link gilt 24 Stunden.",
      fr: "Le lien est valable 24 heures.",
      es: "El enlace vale 24 horas.",
      pt: "O link vale 24 horas.",
      ja: "このリンクは 24 時間有効です。")
  }

  static var weekOfLink: Phrase {
    Phrase(
      en: "The link is good for 7 days, and once.",
      de: "Der Link gilt 7 Tage, und nur einmal.",
      fr: "Le lien est valable 7 jours, une seule fois.",
      es: "El enlace vale 7 días y una sola vez.",
      pt: "O link vale 7 dias e uma única vez.",
      ja: "このリンクは 7 日間有効で、一度だけ使えます。")
  }

  static var nothingToDo: Phrase {
    Phrase(
      en: "If you did not ask for this mail, you need not do anything.",
      de: "Wenn Sie diese Mail nicht verlangt haben, brauchen Sie nichts zu tun.",
      fr: "Si vous n’avez pas demandé ce message, vous n’avez rien à faire.",
      es: "Si no ha pedido este mensaje, no tiene que hacer nada.",
      pt: "Se você não pediu esta mensagem, não precisa fazer nada.",
      ja: "このメールに心当たりがない場合は、何もする必要はありません。")
  }
}
