import CGIAuthCore

extension Phrase {
  static var backups: Phrase {
    Phrase(
      en: "Backups",
      de: "Sicherungen",
      fr: "Sauvegardes",
      es: "Copias de seguridad",
      pt: "Cópias de segurança",
      ja: "バックアップ")
  }

  static var makeBackup: Phrase {
    Phrase(
      en: "Make a backup",
      de: "Sicherung anlegen",
      fr: "Créer une sauvegarde",
      es: "Hacer una copia de seguridad",
      pt: "Fazer uma cópia de segurança",
      ja: "バックアップを作成")
  }

  static var removeBackup: Phrase {
    Phrase(
      en: "Remove the backup",
      de: "Sicherung löschen",
      fr: "Supprimer la sauvegarde",
      es: "Eliminar la copia",
      pt: "Remover a cópia",
      ja: "バックアップを削除")
  }

  static var noBackups: Phrase {
    Phrase(
      en: "There are no backups yet.",
      de: "Es gibt noch keine Sicherungen.",
      fr: "Il n’y a pas encore de sauvegardes.",
      es: "Aún no hay copias de seguridad.",
      pt: "Ainda não há cópias de segurança.",
      ja: "バックアップはまだありません。")
  }

  static var backupsInAll: Phrase {
    Phrase(
      en: "In all: {}",
      de: "Zusammen: {}",
      fr: "Au total : {}",
      es: "En total: {}",
      pt: "No total: {}",
      ja: "合計：{}")
  }

  static var backupPlace: Phrase {
    Phrase(
      en:
        "They lie in the folder backup of the data folder. Fetch them from there by FTP, and keep them safe: whoever has one has every password’s hash and every key of the site.",
      de:
        "Sie liegen im Ordner backup des Datenordners. Holen Sie sie dort per FTP ab, und bewahren Sie sie sicher auf: Wer eine hat, hat die Hashes aller Passwörter und alle Schlüssel der Website.",
      fr:
        "Elles se trouvent dans le dossier backup du dossier de données. Récupérez-les par FTP et gardez-les en lieu sûr : qui en possède une possède les empreintes de tous les mots de passe et toutes les clés du site.",
      es:
        "Están en la carpeta backup de la carpeta de datos. Descárguelas por FTP y guárdelas bien: quien tenga una tiene los hashes de todas las contraseñas y todas las claves del sitio.",
      pt:
        "Elas ficam na pasta backup da pasta de dados. Baixe-as por FTP e guarde-as bem: quem tiver uma tem os hashes de todas as senhas e todas as chaves do site.",
      ja:
        "データフォルダーの backup フォルダーにあります。FTP で取得し、安全に保管してください。バックアップを持つ人は、すべてのパスワードのハッシュとサイトのすべての鍵を手に入れたことになります。")
  }
}
