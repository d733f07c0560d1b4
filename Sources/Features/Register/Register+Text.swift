import CGIAuthCore

extension Phrase {
  static var register: Phrase {
    Phrase(
      en: "Register", de: "Registrieren", fr: "S’inscrire", es: "Registrarse", pt: "Cadastrar-se", ja: "登録する")
  }

  static var logInInstead: Phrase {
    Phrase(
      en: "Log in instead", de: "Stattdessen anmelden", fr: "Se connecter plutôt",
      es: "Iniciar sesión en su lugar", pt: "Entrar em vez disso", ja: "代わりにログイン")
  }

  static var youAreInvited: Phrase {
    Phrase(
      en: "You are invited. Choose a password, and you have an account.",
      de: "Sie sind eingeladen. Wählen Sie ein Passwort, und Sie haben ein Konto.",
      fr: "Vous êtes invité. Choisissez un mot de passe, et vous aurez un compte.",
      es: "Tiene una invitación. Elija una contraseña y tendrá una cuenta.",
      pt: "Você foi convidado. Escolha uma senha e terá uma conta.",
      ja: "招待されています。パスワードを決めると、アカウントができます。")
  }

  static var approvalHint: Phrase {
    Phrase(
      en: "An administrator looks at each new account before it opens.",
      de: "Ein Administrator sieht sich jedes neue Konto an, bevor es geöffnet wird.",
      fr: "Un administrateur examine chaque nouveau compte avant de l’ouvrir.",
      es: "Un administrador revisa cada cuenta nueva antes de abrirla.",
      pt: "Um administrador analisa cada conta nova antes de abri-la.",
      ja: "新しいアカウントは、管理者の確認後に使えるようになります。")
  }

  static var approvalAwaited: Phrase {
    Phrase(
      en: "You are registered. An administrator will look at it; then you can log in.",
      de: "Sie sind registriert. Ein Administrator sieht sich das an; dann können Sie sich anmelden.",
      fr:
        "Vous êtes inscrit. Un administrateur va examiner votre demande ; ensuite, vous pourrez vous connecter.",
      es: "Está registrado. Un administrador lo revisará; después podrá iniciar sesión.",
      pt: "Você está cadastrado. Um administrador vai analisar; depois, você poderá entrar.",
      ja: "登録されました。管理者の確認後にログインできます。")
  }

  static var noteLabel: Phrase {
    Phrase(
      en: "Who are you?",
      de: "Wer sind Sie?",
      fr: "Qui êtes-vous ?",
      es: "¿Quién es usted?",
      pt: "Quem é você?",
      ja: "自己紹介")
  }

  static var noteHint: Phrase {
    Phrase(
      en: "For the administrator, such as your name or your team. You can leave it empty.",
      de: "Für den Administrator, etwa Ihr Name oder Ihre Mannschaft. Sie können es leer lassen.",
      fr: "Pour l’administrateur, par exemple votre nom ou votre équipe. Vous pouvez laisser ce champ vide.",
      es: "Para el administrador, por ejemplo su nombre o su equipo. Puede dejarlo vacío.",
      pt: "Para o administrador, por exemplo seu nome ou sua equipe. Pode ficar em branco.",
      ja: "管理者に伝える名前や所属など。空欄でもかまいません。")
  }

  static var noteMalformed: Phrase {
    Phrase(
      en: "This is too long. Write 500 characters at most, in one line.",
      de: "Das ist zu lang. Schreiben Sie höchstens 500 Zeichen, in einer Zeile.",
      fr: "C’est trop long. Écrivez 500 caractères au plus, sur une ligne.",
      es: "Es demasiado largo. Escriba 500 caracteres como máximo, en una línea.",
      pt: "É longo demais. Escreva no máximo 500 caracteres, em uma linha.",
      ja: "長すぎます。1 行で、500 文字以内にしてください。")
  }

  static var invitationNeeded: Phrase {
    Phrase(
      en: "An invitation is needed to register here. Ask an administrator for one.",
      de: "Für die Registrierung ist eine Einladung nötig. Bitten Sie einen Administrator darum.",
      fr: "Il faut une invitation pour s’inscrire ici. Demandez-en une à un administrateur.",
      es: "Para registrarse aquí se necesita una invitación. Pídala a un administrador.",
      pt: "É preciso um convite para se cadastrar aqui. Peça um a um administrador.",
      ja: "登録には招待が必要です。管理者に依頼してください。")
  }

  static var invitationOfAnother: Phrase {
    Phrase(
      en: "The invitation is for another address. Use the one that was invited.",
      de: "Die Einladung gilt für eine andere Adresse. Benutzen Sie die eingeladene.",
      fr: "L’invitation est pour une autre adresse. Utilisez celle qui a été invitée.",
      es: "La invitación es para otra dirección. Use la que fue invitada.",
      pt: "O convite é para outro endereço. Use o que foi convidado.",
      ja: "招待は別のアドレス宛てです。招待されたアドレスを使ってください。")
  }
}
