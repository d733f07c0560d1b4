import CGIAuthCore

extension Phrase {
  static var importUsers: Phrase {
    Phrase(
      en: "Import users",
      de: "Benutzer importieren",
      fr: "Importer des utilisateurs",
      es: "Importar usuarios",
      pt: "Importar usuários",
      ja: "ユーザーの取り込み")
  }

  static var importText: Phrase {
    Phrase(
      en:
        "By FTP, put a file of users into the folder import of the data folder: of Apache, of WordPress, a CSV table, or the export of another site. Check it first: that changes nothing. It holds hashes of passwords: remove it in the end.",
      de:
        "Legen Sie per FTP eine Datei mit Benutzern in den Ordner import des Datenordners: von Apache, von WordPress, eine CSV-Tabelle oder den Export einer anderen Website. Prüfen Sie sie zuerst: das ändert nichts. Sie enthält Hashes von Passwörtern: löschen Sie sie am Ende.",
      fr:
        "Par FTP, déposez un fichier d’utilisateurs dans le dossier import du dossier de données : d’Apache, de WordPress, un tableau CSV ou l’export d’un autre site. Vérifiez-le d’abord : cela ne change rien. Il contient des empreintes de mots de passe : supprimez-le à la fin.",
      es:
        "Por FTP, ponga un archivo de usuarios en la carpeta import de la carpeta de datos: de Apache, de WordPress, una tabla CSV o la exportación de otro sitio. Compruébelo primero: eso no cambia nada. Contiene hashes de contraseñas: elimínelo al final.",
      pt:
        "Por FTP, ponha um arquivo de usuários na pasta import da pasta de dados: do Apache, do WordPress, uma tabela CSV ou a exportação de outro site. Verifique-o primeiro: isso não muda nada. Ele contém hashes de senhas: remova-o no fim.",
      ja:
        "FTP でデータフォルダーの import フォルダーにユーザーのファイルを置いてください。Apache、WordPress、CSV の表、または別のサイトから書き出したものが使えます。まず確認してください。確認では何も変わりません。パスワードのハッシュを含むので、最後に削除してください。"
    )
  }

  static var noFiles: Phrase {
    Phrase(
      en: "No file lies there.",
      de: "Dort liegt keine Datei.",
      fr: "Il n’y a aucun fichier.",
      es: "No hay ningún archivo.",
      pt: "Não há nenhum arquivo.",
      ja: "ファイルはありません。")
  }

  static var checkFile: Phrase {
    Phrase(
      en: "Check",
      de: "Prüfen",
      fr: "Vérifier",
      es: "Comprobar",
      pt: "Verificar",
      ja: "確認")
  }

  static var importFile: Phrase {
    Phrase(
      en: "Import",
      de: "Importieren",
      fr: "Importer",
      es: "Importar usuarios ahora",
      pt: "Importar agora",
      ja: "取り込む")
  }

  static var removeFile: Phrase {
    Phrase(
      en: "Remove the file",
      de: "Datei löschen",
      fr: "Supprimer le fichier",
      es: "Eliminar el archivo",
      pt: "Remover o arquivo",
      ja: "ファイルを削除")
  }

  static var takesGroups: Phrase {
    Phrase(
      en: "Groups come along, but for that of the administrators",
      de: "Gruppen kommen mit, außer der der Administratoren",
      fr: "Les groupes sont repris, sauf celui des administrateurs",
      es: "Los grupos se incluyen, salvo el de los administradores",
      pt: "Os grupos vêm junto, exceto o dos administradores",
      ja: "グループも取り込む（管理者のグループを除く）")
  }

  static var withoutPasswords: Phrase {
    Phrase(
      en: "Whoever has a hash that is not taken gets an account without a password",
      de: "Wer einen Hash hat, der nicht übernommen wird, bekommt ein Konto ohne Passwort",
      fr: "Qui a une empreinte refusée reçoit un compte sans mot de passe",
      es: "Quien tiene un hash que no se acepta recibe una cuenta sin contraseña",
      pt: "Quem tem um hash que não é aceito recebe uma conta sem senha",
      ja: "使えないハッシュの場合はパスワードなしのアカウントを作る")
  }

  static var domainOfNames: Phrase {
    Phrase(
      en: "Domain for names without @",
      de: "Domain für Namen ohne @",
      fr: "Domaine des noms sans @",
      es: "Dominio para nombres sin @",
      pt: "Domínio para nomes sem @",
      ja: "@ のない名前に付けるドメイン")
  }

  static var domainUnusable: Phrase {
    Phrase(
      en: "This cannot stand behind the @ of an address.",
      de: "Das kann nicht hinter dem @ einer Adresse stehen.",
      fr: "Cela ne peut pas suivre le @ d’une adresse.",
      es: "Esto no puede ir tras la @ de una dirección.",
      pt: "Isto não pode vir depois do @ de um endereço.",
      ja: "メールアドレスの @ の後には使えません。")
  }

  static var importUnusable: Phrase {
    Phrase(
      en: "Users cannot be read from this file: {}.",
      de: "Aus dieser Datei lassen sich keine Benutzer lesen: {}.",
      fr: "Impossible de lire des utilisateurs dans ce fichier : {}.",
      es: "No se pueden leer usuarios de este archivo: {}.",
      pt: "Não é possível ler usuários deste arquivo: {}.",
      ja: "このファイルからユーザーを読み取れません: {}")
  }

  static var importUnfinished: Phrase {
    Phrase(
      en: "There is more of it.",
      de: "Es geht noch weiter.",
      fr: "Ce n’est pas fini.",
      es: "Aún queda más.",
      pt: "Ainda há mais.",
      ja: "まだ続きがあります。")
  }

  static var wouldBeImported: Phrase {
    Phrase(
      en: "Would be imported",
      de: "Würden importiert",
      fr: "Seraient importés",
      es: "Se importarían",
      pt: "Seriam importados",
      ja: "取り込まれる数")
  }

  static var imported: Phrase {
    Phrase(
      en: "Imported",
      de: "Importiert",
      fr: "Importés",
      es: "Importados hasta ahora",
      pt: "Já importados",
      ja: "取り込んだ数")
  }

  static var wasThere: Phrase {
    Phrase(
      en: "Had an account before",
      de: "Hatten schon ein Konto",
      fr: "Avaient déjà un compte",
      es: "Ya tenían cuenta",
      pt: "Já tinham conta",
      ja: "すでにアカウントあり")
  }

  static var importedWithoutPassword: Phrase {
    Phrase(
      en: "Without a password",
      de: "Ohne Passwort",
      fr: "Sans mot de passe",
      es: "Sin contraseña",
      pt: "Sem senha",
      ja: "パスワードなし")
  }

  static var leftOutOfAdministrators: Phrase {
    Phrase(
      en: "Left out of the administrators’ group",
      de: "Nicht in die Gruppe der Administratoren aufgenommen",
      fr: "Non repris dans le groupe des administrateurs",
      es: "Fuera del grupo de administradores",
      pt: "Fora do grupo de administradores",
      ja: "管理者のグループから外した数")
  }

  static var notTaken: Phrase {
    Phrase(
      en: "Not taken",
      de: "Nicht übernommen",
      fr: "Refusés",
      es: "No aceptados",
      pt: "Não aceitos",
      ja: "取り込めなかった数")
  }

  static var andMore: Phrase {
    Phrase(
      en: "And {} more.",
      de: "Und {} weitere.",
      fr: "Et {} autres.",
      es: "Y {} más.",
      pt: "E mais {}.",
      ja: "ほかに {} 件。")
  }

  static var lineNumber: Phrase {
    Phrase(
      en: "Line {}",
      de: "Zeile {}",
      fr: "Ligne {}",
      es: "Línea {}",
      pt: "Linha {}",
      ja: "{} 行目")
  }

  static var rowNumber: Phrase {
    Phrase(
      en: "Row {}",
      de: "Datensatz {}",
      fr: "Enregistrement {}",
      es: "Fila {}",
      pt: "Registro {}",
      ja: "データ {} 件目")
  }

  static var recordNumber: Phrase {
    Phrase(
      en: "Record {}",
      de: "Eintrag {}",
      fr: "Entrée {}",
      es: "Entrada {}",
      pt: "Entrada n.º {}",
      ja: "レコード {}")
  }

  static var nameIsNoAddress: Phrase {
    Phrase(
      en: "The name is no e-mail address.",
      de: "Der Name ist keine E-Mail-Adresse.",
      fr: "Le nom n’est pas une adresse e-mail.",
      es: "El nombre no es una dirección de correo.",
      pt: "O nome não é um endereço de e-mail.",
      ja: "名前がメールアドレスではありません。")
  }

  static var addressCameBefore: Phrase {
    Phrase(
      en: "The file has this address before.",
      de: "Die Adresse kam in der Datei schon vor.",
      fr: "Le fichier contient déjà cette adresse plus haut.",
      es: "El archivo ya tiene esta dirección más arriba.",
      pt: "O arquivo já tem este endereço antes.",
      ja: "同じアドレスが前にあります。")
  }

  static var idIsTaken: Phrase {
    Phrase(
      en: "Another account has this user ID.",
      de: "Ein anderes Konto hat diese Benutzer-ID.",
      fr: "Un autre compte a cet identifiant.",
      es: "Otra cuenta tiene este ID de usuario.",
      pt: "Outra conta tem este ID de usuário.",
      ja: "別のアカウントが同じユーザー ID を使っています。")
  }

  static var lineIsTooLong: Phrase {
    Phrase(
      en: "It is longer than 64 KiB.",
      de: "Länger als 64 KiB.",
      fr: "Plus de 64 Kio.",
      es: "Más de 64 KiB.",
      pt: "Mais de 64 KiB.",
      ja: "64 KiB を超えています。")
  }

  static var lineIsMalformed: Phrase {
    Phrase(
      en: "It cannot be read.",
      de: "Nicht lesbar.",
      fr: "Illisible.",
      es: "No se puede leer.",
      pt: "Não pode ser lido.",
      ja: "読み取れません。")
  }

  static var groupCannotBeKept: Phrase {
    Phrase(
      en: "The name of a group cannot be kept.",
      de: "Der Name einer Gruppe ist nicht verwendbar.",
      fr: "Le nom d’un groupe est inutilisable.",
      es: "El nombre de un grupo no se puede usar.",
      pt: "O nome de um grupo não pode ser usado.",
      ja: "使えないグループ名です。")
  }

  static var hashIsNotTaken: Phrase {
    Phrase(
      en: "The hash of the password is not taken here.",
      de: "Der Hash des Passworts wird hier nicht übernommen.",
      fr: "L’empreinte du mot de passe n’est pas acceptée ici.",
      es: "El hash de la contraseña no se acepta aquí.",
      pt: "O hash da senha não é aceito aqui.",
      ja: "このパスワードのハッシュは使えません。")
  }
}
