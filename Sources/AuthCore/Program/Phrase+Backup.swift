// Why there is no backup.
extension Phrase {
  static var backupUnknown: Phrase {
    Phrase(
      en: "There is no such backup.",
      de: "Diese Sicherung gibt es nicht.",
      fr: "Cette sauvegarde n’existe pas.",
      es: "No existe esa copia de seguridad.",
      pt: "Essa cópia de segurança não existe.",
      ja: "そのバックアップはありません。")
  }

  static var nothingToKeep: Phrase {
    Phrase(
      en: "Nobody has registered yet.",
      de: "Noch hat sich niemand registriert.",
      fr: "Personne ne s’est encore inscrit.",
      es: "Aún no se ha registrado nadie.",
      pt: "Ninguém se cadastrou ainda.",
      ja: "まだ誰も登録していません。")
  }

  static var backupTooLarge: Phrase {
    Phrase(
      en:
        "There are too many users for a backup in the browser. Make it at a shell, with cgi-auth backup, or copy the files of the data folder by FTP.",
      de:
        "Für eine Sicherung im Browser sind es zu viele Benutzer. Legen Sie sie an einer Shell an, mit cgi-auth backup, oder kopieren Sie die Dateien des Datenordners per FTP.",
      fr:
        "Il y a trop d’utilisateurs pour une sauvegarde dans le navigateur. Créez-la dans un shell, avec cgi-auth backup, ou copiez les fichiers du dossier de données par FTP.",
      es:
        "Hay demasiados usuarios para una copia en el navegador. Hágala en una consola, con cgi-auth backup, o copie los archivos de la carpeta de datos por FTP.",
      pt:
        "Há usuários demais para uma cópia no navegador. Faça-a em um shell, com cgi-auth backup, ou copie os arquivos da pasta de dados por FTP.",
      ja:
        "ユーザーが多すぎるため、ブラウザーではバックアップできません。シェルで cgi-auth backup を使うか、データフォルダーのファイルを FTP でコピーしてください。")
  }
}
