extension Failure {
  /// What a page says to the owner of the site.
  var adviceText: Phrase? {
    switch advice {
    case nil: nil
    case .readLog:
      Phrase(
        en: "If this is your site: the file error.log in its data folder says what to mend.",
        de: "Wenn das Ihre Website ist: Was zu tun ist, steht im Datenordner in der Datei error.log.",
        fr: "Si ce site est le vôtre : le fichier error.log du dossier de données dit quoi corriger.",
        es: "Si este sitio es suyo: el archivo error.log de la carpeta de datos dice qué corregir.",
        pt: "Se este site é seu: o arquivo error.log da pasta de dados diz o que corrigir.",
        ja: "サイトの管理者の方へ：直すべき点はデータフォルダーの error.log に書かれています。")
    case .changeFolder:
      Phrase(
        en:
          "If this is your site: the data folder must be your own, with permissions 700, outside the pages, and hold nothing else.",
        de:
          "Wenn das Ihre Website ist: Der Datenordner muss Ihnen gehören, die Rechte 700 haben und außerhalb der Seiten liegen, ohne anderes darin.",
        fr:
          "Si ce site est le vôtre : le dossier de données doit être à vous, avec les droits 700, hors des pages, sans rien d’autre.",
        es:
          "Si este sitio es suyo: la carpeta de datos debe ser suya, con permisos 700, fuera de las páginas y sin nada más.",
        pt:
          "Se este site é seu: a pasta de dados deve ser sua, com permissões 700, fora das páginas e sem mais nada.",
        ja: "サイトの管理者の方へ：データフォルダーは自分の所有、パーミッション 700、公開フォルダーの外、ほかのファイルなしにしてください。")
    case .makeRoom:
      Phrase(
        en: "If this is your site: look at the permissions of the data folder and at the space that is left.",
        de: "Wenn das Ihre Website ist: Sehen Sie nach den Rechten des Datenordners und dem freien Platz.",
        fr: "Si ce site est le vôtre : vérifiez les droits du dossier de données et l’espace qui reste.",
        es: "Si este sitio es suyo: mire los permisos de la carpeta de datos y el espacio libre.",
        pt: "Se este site é seu: verifique as permissões da pasta de dados e o espaço livre.",
        ja: "サイトの管理者の方へ：データフォルダーのパーミッションと空き容量を確認してください。")
    case .changeUser:
      Phrase(
        en: "If this is your site: the programs do not run under your account. Ask the host for suexec.",
        de:
          "Wenn das Ihre Website ist: Die Programme laufen nicht unter Ihrem Konto. Fragen Sie nach suexec.",
        fr: "Si ce site est le vôtre : les programmes ne tournent pas sous votre compte. Demandez suexec.",
        es: "Si este sitio es suyo: los programas no se ejecutan con su cuenta. Pida suexec al proveedor.",
        pt: "Se este site é seu: os programas não rodam com a sua conta. Peça suexec à hospedagem.",
        ja: "サイトの管理者の方へ：プログラムがご自身のアカウントで動いていません。suexec をご依頼ください。")
    }
  }
}
