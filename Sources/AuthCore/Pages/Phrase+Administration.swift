// What administrators are told who may not do something.
extension Phrase {
  static var userUnknown: Phrase {
    Phrase(
      en: "There is no such user.",
      de: "Es gibt keinen solchen Benutzer.",
      fr: "Cet utilisateur n’existe pas.",
      es: "No existe ese usuario.",
      pt: "Esse usuário não existe.",
      ja: "該当するユーザーはいません。")
  }

  static var addressUnknown: Phrase {
    Phrase(
      en: "Address number {} has no account. Nothing was changed.",
      de: "Adresse Nummer {} hat kein Konto. Nichts wurde geändert.",
      fr: "L’adresse numéro {} n’a pas de compte. Rien n’a été changé.",
      es: "La dirección número {} no tiene cuenta. No se cambió nada.",
      pt: "O endereço número {} não tem conta. Nada foi mudado.",
      ja: "{} 番目のメールアドレスにはアカウントがありません。何も変更していません。")
  }

  static var groupUnusable: Phrase {
    Phrase(
      en: "Use letters, digits, dots, hyphens, underscores and @.",
      de: "Nehmen Sie Buchstaben, Ziffern, Punkte, Bindestriche, Unterstriche und @.",
      fr: "Utilisez des lettres, chiffres, points, traits d’union, tirets bas et @.",
      es: "Use letras, cifras, puntos, guiones, guiones bajos y @.",
      pt: "Use letras, algarismos, pontos, hifens, sublinhados e @.",
      ja: "文字、数字、ピリオド、ハイフン、下線、@ を使ってください。")
  }

  static var noPassword: Phrase {
    Phrase(
      en: "The account has no password that it could be enabled with.",
      de: "Das Konto hat kein Passwort, mit dem es freigegeben werden könnte.",
      fr: "Le compte n’a pas de mot de passe avec lequel le débloquer.",
      es: "La cuenta no tiene contraseña con la que desbloquearla.",
      pt: "A conta não tem senha com que possa ser desbloqueada.",
      ja: "このアカウントには再開に使えるパスワードがありません。")
  }

  static var administratorsLink: Phrase {
    Phrase(
      en: "The link of another administrator is not shown, and this site sends no mail.",
      de:
        "Der Link eines anderen Administrators wird nicht gezeigt, und diese Website verschickt keine E-Mails.",
      fr: "Le lien d’un autre administrateur n’est pas affiché, et ce site n’envoie pas d’e-mails.",
      es: "El enlace de otro administrador no se muestra, y este sitio no envía correo.",
      pt: "O link de outro administrador não é mostrado, e este site não envia e-mails.",
      ja: "他の管理者のリンクは表示できません。このサイトはメールも送信しません。")
  }

  static var addressTaken: Phrase {
    Phrase(
      en: "Address number {} has an account. Nothing was changed.",
      de: "Adresse Nummer {} hat ein Konto. Nichts wurde geändert.",
      fr: "L’adresse numéro {} a un compte. Rien n’a été changé.",
      es: "La dirección número {} tiene una cuenta. No se cambió nada.",
      pt: "O endereço número {} tem uma conta. Nada foi mudado.",
      ja: "{} 番目のメールアドレスにはアカウントがあります。何も変更していません。")
  }

  static var invitationUnknown: Phrase {
    Phrase(
      en: "There is no such invitation any more.",
      de: "Diese Einladung gibt es nicht mehr.",
      fr: "Cette invitation n’existe plus.",
      es: "Esa invitación ya no existe.",
      pt: "Esse convite não existe mais.",
      ja: "その招待はもうありません。")
  }

  static var tooManyInvitations: Phrase {
    Phrase(
      en: "At most {} invitations can be open. Withdraw some.",
      de: "Höchstens {} Einladungen können offen sein. Ziehen Sie einige zurück.",
      fr: "Au plus {} invitations peuvent être ouvertes. Retirez-en.",
      es: "Puede haber {} invitaciones abiertas como máximo. Retire algunas.",
      pt: "Pode haber no máximo {} convites abertos. Retire alguns.",
      ja: "招待は {} 件までです。いくつか取り消してください。")
  }
}
