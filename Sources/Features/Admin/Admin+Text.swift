import CGIAuthCore

extension Phrase {
  static var administration: Phrase {
    Phrase(
      en: "Administration",
      de: "Verwaltung",
      fr: "Gestion",
      es: "Administración",
      pt: "Administração",
      ja: "管理")
  }

  static var users: Phrase {
    Phrase(
      en: "Users",
      de: "Benutzer",
      fr: "Utilisateurs",
      es: "Usuarios",
      pt: "Usuários",
      ja: "ユーザー")
  }

  static var nobody: Phrase {
    Phrase(
      en: "Nobody is there.",
      de: "Niemand ist da.",
      fr: "Il n’y a personne.",
      es: "No hay nadie.",
      pt: "Não há ninguém.",
      ja: "該当者はいません。")
  }

  static var thereAreMore: Phrase {
    Phrase(
      en: "There are more. Search for a longer part.",
      de: "Es gibt noch mehr. Suchen Sie nach einem längeren Teil.",
      fr: "Il y en a d’autres. Cherchez une partie plus longue.",
      es: "Hay más. Busque una parte más larga.",
      pt: "Há mais. Procure uma parte mais longa.",
      ja: "ほかにもあります。より長い文字列で検索してください。")
  }

  static var partOfAddress: Phrase {
    Phrase(
      en: "Part of an address",
      de: "Teil einer Adresse",
      fr: "Partie d’une adresse",
      es: "Parte de una dirección",
      pt: "Parte de um endereço",
      ja: "メールアドレスの一部")
  }

  static var search: Phrase {
    Phrase(
      en: "Search",
      de: "Suchen",
      fr: "Chercher",
      es: "Buscar",
      pt: "Procurar",
      ja: "検索")
  }

  static var createUser: Phrase {
    Phrase(
      en: "Create a user",
      de: "Benutzer anlegen",
      fr: "Créer un utilisateur",
      es: "Crear un usuario",
      pt: "Criar um usuário",
      ja: "ユーザーを作成")
  }

  static var createEffect: Phrase {
    Phrase(
      en: "The account gets a password that nobody knows.",
      de: "Das Konto bekommt ein Passwort, das niemand kennt.",
      fr: "Le compte reçoit un mot de passe que personne ne connaît.",
      es: "La cuenta recibe una contraseña que nadie conoce.",
      pt: "A conta recebe uma senha que ninguém conhece.",
      ja: "誰も知らないパスワードでアカウントが作られます。")
  }

  static var create: Phrase {
    Phrase(
      en: "Create",
      de: "Anlegen",
      fr: "Créer",
      es: "Crear",
      pt: "Criar",
      ja: "作成")
  }

  static var groupsWithCommas: Phrase {
    Phrase(
      en: "Groups, with commas between them",
      de: "Gruppen, durch Kommas getrennt",
      fr: "Groupes, séparés par des virgules",
      es: "Grupos, separados por comas",
      pt: "Grupos, separados por vírgulas",
      ja: "グループ（コンマ区切り）")
  }

  static var groups: Phrase {
    Phrase(
      en: "Groups",
      de: "Gruppen",
      fr: "Groupes",
      es: "Grupos",
      pt: "Grupos",
      ja: "グループ")
  }

  static var group: Phrase {
    Phrase(
      en: "Group",
      de: "Gruppe",
      fr: "Groupe",
      es: "Grupo",
      pt: "Grupo",
      ja: "グループ名")
  }

  static var groupTitle: Phrase {
    Phrase(
      en: "Group {}",
      de: "Gruppe {}",
      fr: "Groupe {}",
      es: "Grupo {}",
      pt: "Grupo {}",
      ja: "グループ {}")
  }

  static var show: Phrase {
    Phrase(
      en: "Show",
      de: "Zeigen",
      fr: "Afficher",
      es: "Mostrar",
      pt: "Mostrar",
      ja: "表示")
  }

  static var addToGroup: Phrase {
    Phrase(
      en: "Put into the group",
      de: "In die Gruppe aufnehmen",
      fr: "Ajouter au groupe",
      es: "Añadir al grupo",
      pt: "Colocar no grupo",
      ja: "グループに追加")
  }

  static var add: Phrase {
    Phrase(
      en: "Add",
      de: "Aufnehmen",
      fr: "Ajouter",
      es: "Añadir",
      pt: "Adicionar",
      ja: "追加")
  }

  static var removeFromGroup: Phrase {
    Phrase(
      en: "Take out of the group",
      de: "Aus der Gruppe nehmen",
      fr: "Retirer du groupe",
      es: "Quitar del grupo",
      pt: "Tirar do grupo",
      ja: "グループから外す")
  }

  static var takeOut: Phrase {
    Phrase(
      en: "Take out",
      de: "Herausnehmen",
      fr: "Retirer",
      es: "Quitar",
      pt: "Tirar",
      ja: "外す")
  }

  static var addresses: Phrase {
    Phrase(
      en: "E-mail addresses",
      de: "E-Mail-Adressen",
      fr: "Adresses e-mail",
      es: "Correos electrónicos",
      pt: "Endereços de e-mail",
      ja: "メールアドレス（複数可）")
  }

  static var addressesHint: Phrase {
    Phrase(
      en: "Up to 200, with spaces or commas between them.",
      de: "Bis zu 200, durch Leerzeichen oder Kommas getrennt.",
      fr: "Jusqu’à 200, séparées par des espaces ou des virgules.",
      es: "Hasta 200, separados por espacios o comas.",
      pt: "Até 200, separados por espaços ou vírgulas.",
      ja: "200 件まで。空白またはコンマで区切ってください。")
  }

  static var name: Phrase {
    Phrase(
      en: "Name",
      de: "Name der Person",
      fr: "Nom",
      es: "Nombre",
      pt: "Nome",
      ja: "名前")
  }

  static var confirmed: Phrase {
    Phrase(
      en: "Address confirmed",
      de: "Adresse bestätigt",
      fr: "Adresse confirmée",
      es: "Dirección confirmada",
      pt: "Endereço confirmado",
      ja: "メールアドレスの確認")
  }

  static var yes: Phrase {
    Phrase(
      en: "yes",
      de: "ja",
      fr: "oui",
      es: "sí",
      pt: "sim",
      ja: "済み")
  }

  static var no: Phrase {
    Phrase(
      en: "not yet",
      de: "noch nicht",
      fr: "pas encore",
      es: "aún no",
      pt: "ainda não",
      ja: "未確認")
  }

  static var login: Phrase {
    Phrase(
      en: "Login",
      de: "Anmeldung",
      fr: "Connexion",
      es: "Acceso",
      pt: "Acesso",
      ja: "ログイン")
  }

  static var isEnabled: Phrase {
    Phrase(
      en: "allowed",
      de: "erlaubt",
      fr: "autorisée",
      es: "permitido",
      pt: "permitida",
      ja: "可")
  }

  static var isDisabled: Phrase {
    Phrase(
      en: "disabled",
      de: "gesperrt",
      fr: "bloquée",
      es: "bloqueado",
      pt: "bloqueado",
      ja: "不可（停止中）")
  }

  static var sessions: Phrase {
    Phrase(
      en: "Sessions",
      de: "Sitzungen",
      fr: "Connexions en cours",
      es: "Sesiones",
      pt: "Sessões",
      ja: "セッション")
  }

  static var endSessions: Phrase {
    Phrase(
      en: "End all sessions",
      de: "Alle Sitzungen beenden",
      fr: "Mettre fin à toutes les sessions",
      es: "Terminar todas las sesiones",
      pt: "Encerrar todas as sessões",
      ja: "すべてのセッションを終了")
  }

  static var disableUser: Phrase {
    Phrase(
      en: "Disable the user",
      de: "Benutzer sperren",
      fr: "Bloquer l’utilisateur",
      es: "Bloquear al usuario",
      pt: "Bloquear o usuário",
      ja: "ユーザーを停止")
  }

  static var disableEffect: Phrase {
    Phrase(
      en: "Nobody can log in to the account, and its sessions end. It can be enabled again.",
      de:
        "Niemand kann sich mit dem Konto anmelden, und seine Sitzungen enden. Es kann wieder freigegeben werden.",
      fr:
        "Plus personne ne peut se connecter à ce compte, et ses sessions prennent fin. Il peut être débloqué.",
      es: "Nadie puede iniciar sesión con la cuenta, y sus sesiones terminan. Se puede desbloquear.",
      pt: "Ninguém pode entrar na conta, e suas sessões terminam. Ela pode ser desbloqueada.",
      ja: "このアカウントではログインできなくなり、セッションは終了します。後で再開できます。")
  }

  static var disable: Phrase {
    Phrase(
      en: "Disable",
      de: "Sperren",
      fr: "Bloquer",
      es: "Bloquear",
      pt: "Bloquear",
      ja: "停止")
  }

  static var enableUser: Phrase {
    Phrase(
      en: "Enable the user",
      de: "Benutzer freigeben",
      fr: "Débloquer l’utilisateur",
      es: "Desbloquear al usuario",
      pt: "Desbloquear o usuário",
      ja: "ユーザーを再開")
  }

  static var enable: Phrase {
    Phrase(
      en: "Enable",
      de: "Freigeben",
      fr: "Débloquer",
      es: "Desbloquear",
      pt: "Desbloquear",
      ja: "再開")
  }

  static var removeUser: Phrase {
    Phrase(
      en: "Remove the user",
      de: "Benutzer löschen",
      fr: "Supprimer l’utilisateur",
      es: "Eliminar al usuario",
      pt: "Remover o usuário",
      ja: "ユーザーを削除")
  }

  static var removeEffect: Phrase {
    Phrase(
      en: "{} is removed at once and for good, with all sessions and groups.",
      de: "{} wird sofort und endgültig gelöscht, mit allen Sitzungen und Gruppen.",
      fr: "{} est supprimé immédiatement et définitivement, avec toutes ses sessions et tous ses groupes.",
      es: "{} se elimina de inmediato y para siempre, con todas sus sesiones y grupos.",
      pt: "{} é removido imediatamente e para sempre, com todas as sessões e grupos.",
      ja: "{} を直ちに完全に削除します。セッションとグループもなくなり、元に戻せません。")
  }

  static var back: Phrase {
    Phrase(
      en: "Back",
      de: "Zurück",
      fr: "Retour",
      es: "Volver",
      pt: "Voltar",
      ja: "戻る")
  }

  static var done: Phrase {
    Phrase(
      en: "Done.",
      de: "Erledigt.",
      fr: "C’est fait.",
      es: "Hecho.",
      pt: "Feito.",
      ja: "完了しました。")
  }

  static var auditLog: Phrase {
    Phrase(
      en: "Audit log",
      de: "Protokoll",
      fr: "Journal",
      es: "Registro",
      pt: "Registro",
      ja: "監査ログ")
  }

  static var errorLog: Phrase {
    Phrase(
      en: "Error log",
      de: "Fehler",
      fr: "Erreurs",
      es: "Errores",
      pt: "Erros",
      ja: "エラーログ")
  }

  static var logIsEmpty: Phrase {
    Phrase(
      en: "Nothing stands in it.",
      de: "Es steht nichts darin.",
      fr: "Il est vide.",
      es: "Está vacío.",
      pt: "Está vazio.",
      ja: "何も記録されていません。")
  }

  static var older: Phrase {
    Phrase(
      en: "Older lines",
      de: "Ältere Zeilen",
      fr: "Lignes plus anciennes",
      es: "Líneas anteriores",
      pt: "Linhas anteriores",
      ja: "以前の行")
  }

  static var settings: Phrase {
    Phrase(
      en: "Settings",
      de: "Einstellungen",
      fr: "Réglages",
      es: "Ajustes",
      pt: "Configurações",
      ja: "設定")
  }

  static var byDefault: Phrase {
    Phrase(
      en: "default",
      de: "Vorgabe",
      fr: "par défaut",
      es: "por defecto",
      pt: "padrão",
      ja: "既定値")
  }

  static var proofTitle: Phrase {
    Phrase(
      en: "Is it you?",
      de: "Sind Sie es?",
      fr: "Est-ce bien vous ?",
      es: "¿Es usted?",
      pt: "É você?",
      ja: "ご本人の確認")
  }

  static var proofText: Phrase {
    Phrase(
      en: "Enter your password. It counts here for ten minutes.",
      de: "Geben Sie Ihr Passwort ein. Es gilt hier zehn Minuten.",
      fr: "Saisissez votre mot de passe. Il vaut ici dix minutes.",
      es: "Escriba su contraseña. Vale aquí diez minutos.",
      pt: "Digite sua senha. Ela vale aqui por dez minutos.",
      ja: "パスワードを入力してください。ここでは 10 分間有効です。")
  }

  static var firstAdministrator: Phrase {
    Phrase(
      en: "The first administrator",
      de: "Der erste Administrator",
      fr: "Le premier administrateur",
      es: "El primer administrador",
      pt: "O primeiro administrador",
      ja: "最初の管理者")
  }

  static var codeText: Phrase {
    Phrase(
      en: "In the data folder lies a file admin.code. Enter what stands in it.",
      de: "Im Datenordner liegt eine Datei admin.code. Geben Sie ein, was darin steht.",
      fr: "Le dossier de données contient un fichier admin.code. Saisissez ce qui s’y trouve.",
      es: "En la carpeta de datos hay un archivo admin.code. Escriba lo que contiene.",
      pt: "Na pasta de dados há um arquivo admin.code. Digite o que está nele.",
      ja: "データフォルダーの admin.code に書かれている文字列を入力してください。")
  }

  static var code: Phrase {
    Phrase(
      en: "Code of the file",
      de: "Code aus der Datei",
      fr: "Code du fichier",
      es: "Código del archivo",
      pt: "Código do arquivo",
      ja: "ファイルのコード")
  }

  static var codeWrong: Phrase {
    Phrase(
      en: "This is not what stands in the file now.",
      de: "Das steht nicht in der Datei, wie sie jetzt ist.",
      fr: "Ce n’est pas ce que contient le fichier maintenant.",
      es: "No es lo que contiene el archivo ahora.",
      pt: "Não é o que está no arquivo agora.",
      ja: "現在のファイルの内容と一致しません。")
  }

  static var becomeAdministrator: Phrase {
    Phrase(
      en: "Become administrator",
      de: "Administrator werden",
      fr: "Devenir administrateur",
      es: "Ser administrador",
      pt: "Tornar-se administrador",
      ja: "管理者になる")
  }

  static var rescue: Phrase {
    Phrase(
      en: "Rescue",
      de: "Rettung",
      fr: "Secours",
      es: "Rescate",
      pt: "Resgate",
      ja: "復旧")
  }

  static var rescueText: Phrase {
    Phrase(
      en:
        "In the data folder lies a file admin.code. Enter what stands in it, and the address of the account that is to be an administrator.",
      de:
        "Im Datenordner liegt eine Datei admin.code. Geben Sie ein, was darin steht, und die Adresse des Kontos, das Administrator werden soll.",
      fr:
        "Le dossier de données contient un fichier admin.code. Saisissez ce qui s’y trouve, et l’adresse du compte qui doit devenir administrateur.",
      es:
        "En la carpeta de datos hay un archivo admin.code. Escriba lo que contiene, y el correo de la cuenta que será administradora.",
      pt:
        "Na pasta de dados há um arquivo admin.code. Digite o que está nele e o endereço da conta que será administradora.",
      ja: "データフォルダーの admin.code に書かれている文字列と、管理者にするアカウントのメールアドレスを入力してください。")
  }

  static var groupIsClosed: Phrase {
    Phrase(
      en: "The members of the group {} are no administrators yet. Let them in only if you know who they are.",
      de:
        "Die Mitglieder der Gruppe {} sind noch keine Administratoren. Lassen Sie sie nur ein, wenn Sie wissen, wer sie sind.",
      fr:
        "Les membres du groupe {} ne sont pas encore administrateurs. Ne les laissez entrer que si vous savez qui ils sont.",
      es: "Los miembros del grupo {} aún no son administradores. Déjelos entrar solo si sabe quiénes son.",
      pt: "Os membros do grupo {} ainda não são administradores. Deixe-os entrar só se souber quem são.",
      ja: "グループ {} のメンバーはまだ管理者ではありません。誰がいるか確認してから許可してください。")
  }

  static var openGroup: Phrase {
    Phrase(
      en: "Let the group in",
      de: "Gruppe einlassen",
      fr: "Laisser entrer le groupe",
      es: "Dejar entrar al grupo",
      pt: "Deixar o grupo entrar",
      ja: "グループを許可")
  }

  static var tooManyAddresses: Phrase {
    Phrase(
      en: "At most {} addresses at once.",
      de: "Höchstens {} Adressen auf einmal.",
      fr: "Au plus {} adresses à la fois.",
      es: "Como máximo {} direcciones a la vez.",
      pt: "No máximo {} endereços de uma vez.",
      ja: "一度に {} 件までです。")
  }

  static var newPasswordLink: Phrase {
    Phrase(
      en: "A link for a new password",
      de: "Ein Link für ein neues Passwort",
      fr: "Un lien pour un nouveau mot de passe",
      es: "Un enlace para una contraseña nueva",
      pt: "Um link para uma nova senha",
      ja: "新しいパスワード用のリンク")
  }

  static var showLink: Phrase {
    Phrase(
      en: "Show the link",
      de: "Link zeigen",
      fr: "Afficher le lien",
      es: "Mostrar el enlace",
      pt: "Mostrar o link",
      ja: "リンクを表示")
  }

  static var linkEffect: Phrase {
    Phrase(
      en: "Give the link to {} by a safe way. Whoever has it can choose the password, once, within an hour.",
      de:
        "Geben Sie {} den Link auf einem sicheren Weg. Wer ihn hat, kann das Passwort wählen: einmal, binnen einer Stunde.",
      fr:
        "Donnez le lien à {} par une voie sûre. Qui l’a peut choisir le mot de passe, une fois, dans l’heure.",
      es:
        "Dé el enlace a {} por una vía segura. Quien lo tenga puede elegir la contraseña, una vez, durante una hora.",
      pt:
        "Dê o link a {} por um caminho seguro. Quem o tem pode escolher a senha, uma vez, dentro de uma hora.",
      ja: "リンクを安全な方法で {} に渡してください。リンクを持つ人は 1 時間以内に 1 回だけパスワードを設定できます。")
  }

  static var waitingUsers: Phrase {
    Phrase(
      en: "Waiting",
      de: "Wartende",
      fr: "En attente",
      es: "En espera",
      pt: "Em espera",
      ja: "承認待ち")
  }

  static var nobodyWaits: Phrase {
    Phrase(
      en: "Nobody waits to be let in.",
      de: "Niemand wartet auf Freischaltung.",
      fr: "Personne n’attend d’être admis.",
      es: "Nadie espera acceso.",
      pt: "Ninguém espera por acesso.",
      ja: "承認待ちの人はいません。")
  }

  static var isWaiting: Phrase {
    Phrase(
      en: "Waits for an administrator",
      de: "Wartet auf einen Administrator",
      fr: "Attend un administrateur",
      es: "Espera a un administrador",
      pt: "Espera um administrador",
      ja: "管理者の承認待ち")
  }

  static var isUnconfirmed: Phrase {
    Phrase(
      en: "Address not confirmed yet",
      de: "Adresse noch nicht bestätigt",
      fr: "Adresse pas encore confirmée",
      es: "Dirección aún no confirmada",
      pt: "Endereço ainda não confirmado",
      ja: "アドレス未確認")
  }

  static var note: Phrase {
    Phrase(
      en: "Note",
      de: "Mitteilung",
      fr: "Message",
      es: "Nota",
      pt: "Recado",
      ja: "メモ")
  }

  static var approve: Phrase {
    Phrase(
      en: "Let in",
      de: "Freischalten",
      fr: "Admettre",
      es: "Dar acceso",
      pt: "Liberar",
      ja: "承認")
  }

  static var invitations: Phrase {
    Phrase(
      en: "Invitations",
      de: "Einladungen",
      fr: "Les invitations",
      es: "Invitaciones",
      pt: "Convites",
      ja: "招待")
  }

  static var invite: Phrase {
    Phrase(
      en: "Invite",
      de: "Einladen",
      fr: "Inviter",
      es: "Invitar",
      pt: "Convidar",
      ja: "招待する")
  }

  static var inviteEffect: Phrase {
    Phrase(
      en:
        "Each address gets a link to register with, for 7 days. Without an address, one link is made that anybody can use once.",
      de:
        "Jede Adresse bekommt einen Link zur Registrierung, 7 Tage gültig. Ohne Adresse entsteht ein Link, den irgendjemand einmal benutzen kann.",
      fr:
        "Chaque adresse reçoit un lien d’inscription, valable 7 jours. Sans adresse, un lien est créé que n’importe qui peut utiliser une fois.",
      es:
        "Cada dirección recibe un enlace para registrarse, válido 7 días. Sin dirección se crea un enlace que cualquiera puede usar una vez.",
      pt:
        "Cada endereço recebe um link de cadastro, válido por 7 dias. Sem endereço, cria-se um link que qualquer pessoa pode usar uma vez.",
      ja: "各アドレスに、7 日間有効な登録用リンクを作ります。アドレスがなければ、誰でも一度だけ使えるリンクを一つ作ります。")
  }

  static var invitedEffect: Phrase {
    Phrase(
      en: "Give each person the link by a safe way. Whoever has it can register, once, within 7 days.",
      de:
        "Geben Sie jedem den Link auf sicherem Weg. Wer ihn hat, kann sich damit einmal registrieren, innerhalb von 7 Tagen.",
      fr: "Donnez à chacun le lien par un moyen sûr. Qui l’a peut s’inscrire, une fois, dans les 7 jours.",
      es:
        "Dé a cada persona el enlace por un medio seguro. Quien lo tenga puede registrarse, una vez, en 7 días.",
      pt: "Dê a cada pessoa o link por um meio seguro. Quem o tiver pode se cadastrar, uma vez, em 7 dias.",
      ja: "安全な方法でリンクを渡してください。リンクを持つ人は 7 日以内に一度だけ登録できます。")
  }

  static var isMailed: Phrase {
    Phrase(
      en: "On its way by mail, too.",
      de: "Ist auch per E-Mail unterwegs.",
      fr: "Part aussi par e-mail.",
      es: "También va por correo.",
      pt: "Também vai por e-mail.",
      ja: "メールでも送ります。")
  }

  static var anyAddress: Phrase {
    Phrase(
      en: "Any address",
      de: "Beliebige Adresse",
      fr: "N’importe quelle adresse",
      es: "Cualquier dirección",
      pt: "Qualquer endereço",
      ja: "任意のアドレス")
  }

  static var noInvitations: Phrase {
    Phrase(
      en: "No invitation is open.",
      de: "Keine Einladung ist offen.",
      fr: "Aucune invitation n’est ouverte.",
      es: "No hay invitaciones abiertas.",
      pt: "Nenhum convite está aberto.",
      ja: "有効な招待はありません。")
  }

  static var until: Phrase {
    Phrase(
      en: "until {}",
      de: "bis {}",
      fr: "jusqu’au {}",
      es: "hasta el {}",
      pt: "até {}",
      ja: "{} まで")
  }

  static var inviteAgain: Phrase {
    Phrase(
      en: "Send again",
      de: "Erneut senden",
      fr: "Renvoyer",
      es: "Enviar de nuevo",
      pt: "Enviar de novo",
      ja: "再送")
  }

  static var withdraw: Phrase {
    Phrase(
      en: "Withdraw",
      de: "Zurückziehen",
      fr: "Retirer",
      es: "Retirar",
      pt: "Retirar",
      ja: "取り消す")
  }
}

extension LogView.Kind {
  /// What a page is called that shows it.
  var title: Phrase {
    switch self {
    case .audit: .auditLog
    case .error: .errorLog
    }
  }
}
