import CGIAuthCore

extension Phrase {
  static var name: Phrase {
    Phrase(
      en: "Name",
      de: "Ihr Name",
      fr: "Nom",
      es: "Nombre",
      pt: "Nome",
      ja: "名前")
  }

  static var groups: Phrase {
    Phrase(
      en: "Groups",
      de: "Gruppen",
      fr: "Groupes",
      es: "Grupos",
      pt: "Seus grupos",
      ja: "グループ")
  }

  static var nameAndLanguage: Phrase {
    Phrase(
      en: "Name and language",
      de: "Name und Sprache",
      fr: "Nom et langue",
      es: "Nombre e idioma",
      pt: "Nome e idioma",
      ja: "名前と言語")
  }

  static var language: Phrase {
    Phrase(
      en: "Language",
      de: "Sprache",
      fr: "Langue",
      es: "Idioma",
      pt: "Idioma da página",
      ja: "言語")
  }

  static var languageOfBrowser: Phrase {
    Phrase(
      en: "As the browser says",
      de: "Wie im Browser eingestellt",
      fr: "Celle du navigateur",
      es: "El del navegador",
      pt: "O do navegador",
      ja: "ブラウザーの設定に従う")
  }

  static var save: Phrase {
    Phrase(
      en: "Save",
      de: "Speichern",
      fr: "Enregistrer",
      es: "Guardar",
      pt: "Salvar",
      ja: "保存")
  }

  static var changePassword: Phrase {
    Phrase(
      en: "Change password",
      de: "Passwort ändern",
      fr: "Changer le mot de passe",
      es: "Cambiar la contraseña",
      pt: "Mudar a senha",
      ja: "パスワードを変更")
  }

  static var passwordEffect: Phrase {
    Phrase(
      en: "Every other session ends.",
      de: "Alle anderen Sitzungen enden.",
      fr: "Toutes les autres sessions prennent fin.",
      es: "Todas las demás sesiones terminan.",
      pt: "Todas as outras sessões terminam.",
      ja: "他のセッションはすべて終了します。")
  }

  static var changeEmail: Phrase {
    Phrase(
      en: "Change e-mail address",
      de: "E-Mail-Adresse ändern",
      fr: "Changer l’adresse e-mail",
      es: "Cambiar el correo electrónico",
      pt: "Mudar o endereço de e-mail",
      ja: "メールアドレスを変更")
  }

  static var newEmail: Phrase {
    Phrase(
      en: "New e-mail address",
      de: "Neue E-Mail-Adresse",
      fr: "Nouvelle adresse e-mail",
      es: "Correo electrónico nuevo",
      pt: "Novo endereço de e-mail",
      ja: "新しいメールアドレス")
  }

  static var emailEffect: Phrase {
    Phrase(
      en: "You log in with the new address from then on. Every other session ends.",
      de: "Sie melden sich dann mit der neuen Adresse an. Alle anderen Sitzungen enden.",
      fr: "Vous vous connecterez ensuite avec la nouvelle adresse. Toutes les autres sessions prennent fin.",
      es: "A partir de entonces iniciará sesión con el correo nuevo. Todas las demás sesiones terminan.",
      pt: "Depois disso você entra com o novo endereço. Todas as outras sessões terminam.",
      ja: "以後は新しいメールアドレスでログインします。他のセッションはすべて終了します。")
  }

  static var sessions: Phrase {
    Phrase(
      en: "Where you are logged in",
      de: "Wo Sie angemeldet sind",
      fr: "Où vous êtes connecté",
      es: "Dónde ha iniciado sesión",
      pt: "Onde você está conectado",
      ja: "ログイン中の端末")
  }

  static var thisSession: Phrase {
    Phrase(
      en: "this session",
      de: "diese Sitzung",
      fr: "cette session",
      es: "esta sesión",
      pt: "esta sessão",
      ja: "この端末")
  }

  static var begun: Phrase {
    Phrase(
      en: "Logged in",
      de: "Angemeldet",
      fr: "Connexion :",
      es: "Inicio:",
      pt: "Entrada:",
      ja: "ログイン:")
  }

  static var renewed: Phrase {
    Phrase(
      en: "Last renewed",
      de: "Zuletzt erneuert",
      fr: "Dernier renouvellement :",
      es: "Última renovación:",
      pt: "Última renovação:",
      ja: "最終更新:")
  }

  static var endSession: Phrase {
    Phrase(
      en: "End this session",
      de: "Diese Sitzung beenden",
      fr: "Mettre fin à cette session",
      es: "Terminar esta sesión",
      pt: "Encerrar esta sessão",
      ja: "このセッションを終了")
  }

  static var endOtherSessions: Phrase {
    Phrase(
      en: "End all other sessions",
      de: "Alle anderen Sitzungen beenden",
      fr: "Mettre fin à toutes les autres sessions",
      es: "Terminar todas las demás sesiones",
      pt: "Encerrar todas as outras sessões",
      ja: "他のセッションをすべて終了")
  }

  static var unknownDevice: Phrase {
    Phrase(
      en: "Unknown device",
      de: "Unbekanntes Gerät",
      fr: "Appareil inconnu",
      es: "Dispositivo desconocido",
      pt: "Dispositivo desconhecido",
      ja: "不明な端末")
  }

  static var onSystem: Phrase {
    Phrase(
      en: " on {}",
      de: " unter {}",
      fr: " sous {}",
      es: " en {}",
      pt: " no {}",
      ja: "（{}）")
  }

  static var yourData: Phrase {
    Phrase(
      en: "Your data",
      de: "Ihre Daten",
      fr: "Vos données",
      es: "Sus datos",
      pt: "Seus dados",
      ja: "データ")
  }

  static var exportEffect: Phrase {
    Phrase(
      en: "A file with what is kept about you here: your address, name and groups, and your sessions.",
      de: "Eine Datei mit dem, was hier über Sie gespeichert ist: Adresse, Name, Gruppen und Sitzungen.",
      fr: "Un fichier avec ce qui est conservé ici à votre sujet : adresse, nom, groupes et sessions.",
      es: "Un archivo con lo que se guarda aquí sobre usted: correo, nombre, grupos y sesiones.",
      pt: "Um arquivo com o que é guardado aqui sobre você: endereço, nome, grupos e sessões.",
      ja: "ここに保存されているあなたの情報（メールアドレス、名前、グループ、セッション）のファイルです。")
  }

  static var download: Phrase {
    Phrase(
      en: "Download",
      de: "Herunterladen",
      fr: "Télécharger",
      es: "Descargar",
      pt: "Baixar",
      ja: "ダウンロード")
  }

  static var closeAccount: Phrase {
    Phrase(
      en: "Close account",
      de: "Konto schließen",
      fr: "Fermer le compte",
      es: "Cerrar la cuenta",
      pt: "Encerrar a conta",
      ja: "アカウントを削除")
  }

  static var closeEffect: Phrase {
    Phrase(
      en: "Your account and its sessions are removed at once and for good.",
      de: "Ihr Konto und seine Sitzungen werden sofort und endgültig gelöscht.",
      fr: "Votre compte et ses sessions sont supprimés immédiatement et définitivement.",
      es: "Su cuenta y sus sesiones se eliminan de inmediato y para siempre.",
      pt: "Sua conta e suas sessões são removidas imediatamente e para sempre.",
      ja: "アカウントとセッションは直ちに削除され、元に戻せません。")
  }

  static var saved: Phrase {
    Phrase(
      en: "Saved.",
      de: "Gespeichert.",
      fr: "C’est enregistré.",
      es: "Guardado.",
      pt: "Salvo.",
      ja: "保存しました。")
  }

  static var passwordChanged: Phrase {
    Phrase(
      en: "Your password is changed. Every other session has ended.",
      de: "Ihr Passwort ist geändert. Alle anderen Sitzungen sind beendet.",
      fr: "Votre mot de passe est changé. Toutes les autres sessions ont pris fin.",
      es: "Su contraseña está cambiada. Todas las demás sesiones han terminado.",
      pt: "Sua senha foi mudada. Todas as outras sessões terminaram.",
      ja: "パスワードを変更しました。他のセッションはすべて終了しました。")
  }

  static var emailChanged: Phrase {
    Phrase(
      en: "Your e-mail address is changed. Every other session has ended.",
      de: "Ihre E-Mail-Adresse ist geändert. Alle anderen Sitzungen sind beendet.",
      fr: "Votre adresse e-mail est changée. Toutes les autres sessions ont pris fin.",
      es: "Su correo electrónico está cambiado. Todas las demás sesiones han terminado.",
      pt: "Seu endereço de e-mail foi mudado. Todas as outras sessões terminaram.",
      ja: "メールアドレスを変更しました。他のセッションはすべて終了しました。")
  }

  static var oneSessionEnded: Phrase {
    Phrase(
      en: "The session has ended.",
      de: "Die Sitzung ist beendet.",
      fr: "La session a pris fin.",
      es: "La sesión ha terminado.",
      pt: "A sessão terminou.",
      ja: "セッションを終了しました。")
  }

  static var otherSessionsEnded: Phrase {
    Phrase(
      en: "Every other session has ended.",
      de: "Alle anderen Sitzungen sind beendet.",
      fr: "Toutes les autres sessions ont pris fin.",
      es: "Todas las demás sesiones han terminado.",
      pt: "Todas as outras sessões terminaram.",
      ja: "他のセッションをすべて終了しました。")
  }

  static var emailChangedLately: Phrase {
    Phrase(
      en: "Your address was changed in the last 7 days. It can be changed again after that.",
      de: "Ihre Adresse wurde in den letzten 7 Tagen geändert. Danach lässt sie sich wieder ändern.",
      fr: "Votre adresse a été changée ces 7 derniers jours. Vous pourrez la changer à nouveau ensuite.",
      es: "Su dirección se cambió en los últimos 7 días. Después podrá cambiarla otra vez.",
      pt: "Seu endereço foi mudado nos últimos 7 dias. Depois disso, pode mudar de novo.",
      ja: "メールアドレスは7日以内に変更されています。その後、再び変更できます。")
  }

  static var confirmationSent: Phrase {
    Phrase(
      en: "A mail is on its way to the new address. Your address changes when you open its link.",
      de:
        "Eine E-Mail an die neue Adresse ist unterwegs. Ihre Adresse ändert sich, wenn Sie deren Link öffnen.",
      fr: "Un e-mail est en route vers la nouvelle adresse. Elle sera changée quand vous ouvrirez son lien.",
      es: "Hay un correo en camino a la dirección nueva. Cambiará cuando abra su enlace.",
      pt: "Um e-mail está a caminho do novo endereço. A mudança acontece quando você abrir o link.",
      ja: "新しいアドレスにメールをお送りします。リンクを開くと変更されます。")
  }

  static var passwordUnchanged: Phrase {
    Phrase(
      en: "This is your current password already.",
      de: "Das ist schon Ihr jetziges Passwort.",
      fr: "C’est déjà votre mot de passe actuel.",
      es: "Esta ya es su contraseña actual.",
      pt: "Esta já é sua senha atual.",
      ja: "現在のパスワードと同じです。")
  }

  static var nameUnusable: Phrase {
    Phrase(
      en: "Use at most 64 characters.",
      de: "Nehmen Sie höchstens 64 Zeichen.",
      fr: "64 caractères au maximum.",
      es: "Use como máximo 64 caracteres.",
      pt: "Use no máximo 64 caracteres.",
      ja: "64文字以内にしてください。")
  }
}
