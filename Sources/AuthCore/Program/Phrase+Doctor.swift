extension Phrase {
  static var checkHttps: Phrase {
    Phrase(
      en: "The site is used by HTTPS.",
      de: "Die Website wird per HTTPS benutzt.",
      fr: "Le site est utilisé en HTTPS.",
      es: "El sitio se usa por HTTPS.",
      pt: "O site é usado por HTTPS.",
      ja: "HTTPS で利用されている")
  }

  static var adviseHttps: Phrase {
    Phrase(
      en: "Turn on the certificate that your host offers, and send everybody there.",
      de: "Schalten Sie das Zertifikat Ihres Hosters ein, und leiten Sie alle dorthin.",
      fr: "Activez le certificat de votre hébergeur, et envoyez-y tout le monde.",
      es: "Active el certificado de su proveedor y envíe allí a todos.",
      pt: "Ative o certificado da sua hospedagem e mande todos para lá.",
      ja: "ホスティングの証明書を有効にし、全員を HTTPS に転送してください。")
  }

  static var checkData: Phrase {
    Phrase(
      en: "Nobody gets the files of the data folder by a URL.",
      de: "Niemand bekommt die Dateien des Datenordners per URL.",
      fr: "Personne n’obtient les fichiers du dossier de données par une URL.",
      es: "Nadie obtiene los archivos de la carpeta de datos por una URL.",
      pt: "Ninguém obtém os arquivos da pasta de dados por uma URL.",
      ja: "データフォルダーのファイルは URL で取得できない")
  }

  static var adviseData: Phrase {
    Phrase(
      en:
        "It lies in the document root. Open its secret.key by its URL: the answer must be 403. Better move it (data_dir).",
      de:
        "Er liegt im Wurzelordner der Website. Öffnen Sie secret.key darin per URL: Die Antwort muss 403 sein. Besser ist er anderswo (data_dir).",
      fr:
        "Il se trouve dans la racine du site. Ouvrez son secret.key par son URL : la réponse doit être 403. Mieux vaut le déplacer (data_dir).",
      es:
        "Está en la raíz del sitio. Abra su secret.key por su URL: la respuesta debe ser 403. Mejor muévala (data_dir).",
      pt:
        "Ela está na raiz do site. Abra o secret.key dela pela URL: a resposta deve ser 403. Melhor movê-la (data_dir).",
      ja: "公開フォルダーの中にあります。その secret.key を URL で開くと 403 になるはずです。data_dir で移すほうが安全です。")
  }

  static var checkPermissions: Phrase {
    Phrase(
      en: "Only your account can read what is kept.",
      de: "Nur Ihr Konto kann lesen, was gespeichert ist.",
      fr: "Seul votre compte peut lire ce qui est conservé.",
      es: "Solo su cuenta puede leer lo que se guarda.",
      pt: "Só a sua conta pode ler o que é guardado.",
      ja: "保存データを読めるのは自分のアカウントだけ")
  }

  static var advisePermissions: Phrase {
    Phrase(
      en: "Set the permissions of the data folder to 700, and of the files in it to 600.",
      de: "Setzen Sie die Rechte des Datenordners auf 700 und die der Dateien darin auf 600.",
      fr: "Donnez au dossier de données les droits 700, et à ses fichiers 600.",
      es: "Ponga los permisos de la carpeta de datos en 700 y los de sus archivos en 600.",
      pt: "Ponha as permissões da pasta de dados em 700 e as dos arquivos dela em 600.",
      ja: "データフォルダーを 700、中のファイルを 600 にしてください。")
  }

  static var checkOwner: Phrase {
    Phrase(
      en: "The programs run under your account.",
      de: "Die Programme laufen unter Ihrem Konto.",
      fr: "Les programmes tournent sous votre compte.",
      es: "Los programas se ejecutan con su cuenta.",
      pt: "Os programas rodam com a sua conta.",
      ja: "プログラムは自分のアカウントで動いている")
  }

  static var adviseOwner: Phrase {
    Phrase(
      en: "Ask the host for suexec.",
      de: "Fragen Sie den Hoster nach suexec.",
      fr: "Demandez suexec à l’hébergeur.",
      es: "Pida suexec al proveedor.",
      pt: "Peça suexec à hospedagem.",
      ja: "ホスティングに suexec を依頼してください。")
  }

  static var checkClock: Phrase {
    Phrase(
      en: "The clock is right.",
      de: "Die Uhr geht richtig.",
      fr: "L’horloge est à l’heure.",
      es: "El reloj está en hora.",
      pt: "O relógio está certo.",
      ja: "時計が合っている")
  }

  static var adviseClock: Phrase {
    Phrase(
      en: "Ask the host to set it: sessions and codes end by it.",
      de: "Bitten Sie den Hoster, sie zu stellen: Sitzungen und Codes enden nach ihr.",
      fr: "Demandez à l’hébergeur de la régler : sessions et codes en dépendent.",
      es: "Pida al proveedor que lo ajuste: las sesiones y los códigos terminan según él.",
      pt: "Peça à hospedagem que o acerte: sessões e códigos terminam por ele.",
      ja: "ホスティングに時刻合わせを依頼してください。セッションやコードの期限に関わります。")
  }

  static var checkCookies: Phrase {
    Phrase(
      en: "The browser keeps the cookies.",
      de: "Der Browser behält die Cookies.",
      fr: "Le navigateur garde les cookies.",
      es: "El navegador guarda las cookies.",
      pt: "O navegador guarda os cookies.",
      ja: "ブラウザーが Cookie を保持している")
  }

  static var adviseCookies: Phrase {
    Phrase(
      en: "Open this page in a browser to know.",
      de: "Öffnen Sie diese Seite in einem Browser, um es zu wissen.",
      fr: "Ouvrez cette page dans un navigateur pour le savoir.",
      es: "Abra esta página en un navegador para saberlo.",
      pt: "Abra esta página num navegador para saber.",
      ja: "ブラウザーでこのページを開くと分かります。")
  }

  static var checkAuthorization: Phrase {
    Phrase(
      en: "The server hands on the field Authorization.",
      de: "Der Server reicht das Feld Authorization weiter.",
      fr: "Le serveur transmet le champ Authorization.",
      es: "El servidor transmite el campo Authorization.",
      pt: "O servidor repassa o campo Authorization.",
      ja: "サーバーは Authorization を渡す")
  }

  static var adviseAuthorization: Phrase {
    Phrase(
      en: "Only programs send it. Under Apache CGIPassAuth On lets it through.",
      de: "Nur Programme senden es. Unter Apache lässt CGIPassAuth On es durch.",
      fr: "Seuls les programmes l’envoient. Sous Apache, CGIPassAuth On le laisse passer.",
      es: "Solo lo envían los programas. En Apache, CGIPassAuth On lo deja pasar.",
      pt: "Só programas o enviam. No Apache, CGIPassAuth On o deixa passar.",
      ja: "送るのはプログラムだけです。Apache では CGIPassAuth On が必要です。")
  }

  static var checkAddress: Phrase {
    Phrase(
      en: "The site sees the addresses of its visitors.",
      de: "Die Website sieht die Adressen ihrer Besucher.",
      fr: "Le site voit les adresses de ses visiteurs.",
      es: "El sitio ve las direcciones de sus visitantes.",
      pt: "O site vê os endereços de seus visitantes.",
      ja: "訪問者のアドレスが見えている")
  }

  static var adviseAddress: Phrase {
    Phrase(
      en: "A proxy stands in front. If this is its address and not yours, name it in trusted_proxies.",
      de:
        "Ein Proxy steht davor. Ist das seine Adresse und nicht Ihre, so nennen Sie sie in trusted_proxies.",
      fr: "Un proxy est devant. Si c’est son adresse et non la vôtre, nommez-la dans trusted_proxies.",
      es: "Hay un proxy delante. Si esta es su dirección y no la de usted, póngala en trusted_proxies.",
      pt: "Há um proxy na frente. Se este é o endereço dele e não o seu, ponha-o em trusted_proxies.",
      ja: "前段にプロキシがあります。これが自分のアドレスでなければ trusted_proxies に指定してください。")
  }

  static var checkSpace: Phrase {
    Phrase(
      en: "There is room on the disk.",
      de: "Auf der Platte ist Platz.",
      fr: "Il y a de la place sur le disque.",
      es: "Hay espacio en el disco.",
      pt: "Há espaço no disco.",
      ja: "ディスクに空きがある")
  }

  static var adviseSpace: Phrase {
    Phrase(
      en: "Make room: nobody can register or log in for long without it.",
      de: "Schaffen Sie Platz: Ohne ihn kann sich niemand registrieren oder lange anmelden.",
      fr: "Faites de la place : sans elle, personne ne peut s’inscrire ni rester connecté.",
      es: "Haga espacio: sin él nadie puede registrarse ni seguir conectado.",
      pt: "Libere espaço: sem ele ninguém pode se cadastrar nem continuar conectado.",
      ja: "空きを作ってください。登録やログインの維持ができなくなります。")
  }

  static var checkSecret: Phrase {
    Phrase(
      en: "The key that signs cannot be guessed.",
      de: "Der Schlüssel, der unterschreibt, ist nicht zu erraten.",
      fr: "La clé qui signe ne peut être devinée.",
      es: "La clave que firma no se puede adivinar.",
      pt: "A chave que assina não pode ser adivinhada.",
      ja: "署名鍵は推測できない")
  }

  static var adviseSecret: Phrase {
    Phrase(
      en: "Take 32 random characters, or remove jwt_secret and secret.key: a new one is made.",
      de:
        "Nehmen Sie 32 zufällige Zeichen, oder entfernen Sie jwt_secret und secret.key: Dann entsteht ein neuer.",
      fr: "Prenez 32 caractères au hasard, ou retirez jwt_secret et secret.key : une nouvelle est créée.",
      es: "Use 32 caracteres al azar, o quite jwt_secret y secret.key: se crea una nueva.",
      pt: "Use 32 caracteres ao acaso, ou remova jwt_secret e secret.key: uma nova é criada.",
      ja: "ランダムな 32 文字にするか、jwt_secret と secret.key を消して作り直してください。")
  }

  static var checkHash: Phrase {
    Phrase(
      en: "Passwords are hashed as expensively as is safe.",
      de: "Passwörter werden so teuer gehasht, wie es sicher ist.",
      fr: "Les mots de passe sont hachés assez cher.",
      es: "Las contraseñas se procesan con un coste seguro.",
      pt: "As senhas são processadas com custo seguro.",
      ja: "パスワードのハッシュは十分に重い")
  }

  static var adviseHash: Phrase {
    Phrase(
      en: "Remove password_hash from the settings.",
      de: "Entfernen Sie password_hash aus den Einstellungen.",
      fr: "Retirez password_hash des réglages.",
      es: "Quite password_hash de los ajustes.",
      pt: "Remova password_hash das configurações.",
      ja: "設定から password_hash を外してください。")
  }

  static var checkLock: Phrase {
    Phrase(
      en: "Nobody waits for the user file.",
      de: "Niemand wartet auf die Benutzerdatei.",
      fr: "Personne n’attend le fichier des utilisateurs.",
      es: "Nadie espera por el archivo de usuarios.",
      pt: "Ninguém espera pelo arquivo de usuários.",
      ja: "ユーザーファイルの待ちがない")
  }

  static var adviseLock: Phrase {
    Phrase(
      en: "Another program holds the lock users.lock. On a network disk ask the host for a local one.",
      de: "Ein anderes Programm hält die Sperre users.lock. Auf einer Netzplatte bitten Sie um eine lokale.",
      fr: "Un autre programme tient le verrou users.lock. Sur un disque réseau, demandez-en un local.",
      es: "Otro programa tiene el bloqueo users.lock. Si el disco es de red, pida uno local.",
      pt: "Outro programa segura a trava users.lock. Num disco de rede, peça um local.",
      ja: "別のプログラムが users.lock をロックしています。ネットワークディスクならローカルを依頼してください。")
  }

  static var checkLog: Phrase {
    Phrase(
      en: "Nothing went wrong within a day.",
      de: "Einen Tag lang ging nichts schief.",
      fr: "Rien n’a échoué depuis un jour.",
      es: "Nada falló en un día.",
      pt: "Nada falhou em um dia.",
      ja: "この 1 日に問題は起きていない")
  }

  static var adviseLog: Phrase {
    Phrase(
      en: "The error log has lines of these words. docs/host.md says of each what to do.",
      de: "Das Fehlerprotokoll hat Zeilen mit diesen Wörtern. docs/host.md sagt zu jedem, was zu tun ist.",
      fr: "Le journal des erreurs a des lignes avec ces mots. docs/host.md dit pour chacun quoi faire.",
      es: "El registro de errores tiene líneas con estas palabras. docs/host.md dice qué hacer con cada una.",
      pt: "O registro de erros tem linhas com estas palavras. docs/host.md diz o que fazer com cada uma.",
      ja: "エラーログにこれらの語の行があります。それぞれの対処は docs/host.md にあります。")
  }

  static var checkOutside: Phrase {
    Phrase(
      en: "A stranger sees nothing that is guarded.",
      de: "Ein Fremder sieht nichts Geschütztes.",
      fr: "Un inconnu ne voit rien de protégé.",
      es: "Un extraño no ve nada protegido.",
      pt: "Um estranho não vê nada protegido.",
      ja: "第三者には保護ページが見えない")
  }

  static var adviseOutside: Phrase {
    Phrase(
      en:
        "It cannot be seen from inside. Open each guarded folder without logging in, or use make check-site.",
      de:
        "Das ist von innen nicht zu sehen. Öffnen Sie jeden geschützten Ordner ohne Anmeldung, oder nehmen Sie make check-site.",
      fr:
        "Cela ne se voit pas de l’intérieur. Ouvrez chaque dossier protégé sans connexion, ou utilisez make check-site.",
      es: "No se ve desde dentro. Abra cada carpeta protegida sin iniciar sesión, o use make check-site.",
      pt: "Não se vê de dentro. Abra cada pasta protegida sem entrar, ou use make check-site.",
      ja: "内側からは分かりません。ログインせずに各フォルダーを開くか make check-site を使ってください。")
  }

  package static var doctor: Phrase {
    Phrase(
      en: "Check the site",
      de: "Website prüfen",
      fr: "Vérifier le site",
      es: "Comprobar el sitio",
      pt: "Verificar o site",
      ja: "サイトの点検")
  }

  static var answerYes: Phrase {
    Phrase(
      en: "Yes",
      de: "Ja",
      fr: "Oui",
      es: "Sí",
      pt: "Sim",
      ja: "はい")
  }

  static var checkMail: Phrase {
    Phrase(
      en: "Mail is sent.",
      de: "Mail wird verschickt.",
      fr: "Les e-mails partent.",
      es: "El correo se envía.",
      pt: "Os e-mails são enviados.",
      ja: "メールを送信できます。")
  }

  static var adviseMail: Phrase {
    Phrase(
      en:
        "Mail is off, or the last one was not taken: see the error log. It needs site_url, mail_from and the program send. Without it, give people links for a new password yourself.",
      de:
        "Mail ist aus, oder die letzte wurde nicht angenommen: siehe Fehlerprotokoll. Nötig sind site_url, mail_from und das Programm send. Ohne Mail geben Sie selbst Links für ein neues Passwort weiter.",
      fr:
        "L’e-mail est désactivé, ou le dernier a été refusé : voir le journal des erreurs. Il faut site_url, mail_from et le programme send. Sans lui, remettez vous-même les liens pour un nouveau mot de passe.",
      es:
        "El correo está desactivado, o el último no se aceptó: vea el registro de errores. Hacen falta site_url, mail_from y el programa send. Sin él, dé usted mismo los enlaces para una contraseña nueva.",
      pt:
        "O e-mail está desligado, ou o último não foi aceito: veja o registro de erros. É preciso site_url, mail_from e o programa send. Sem ele, entregue você mesmo os links para uma senha nova.",
      ja:
        "メールがオフか、最後のメールが受け付けられませんでした。エラーログをご覧ください。site_url、mail_from、プログラム send が必要です。メールがない場合は、新しいパスワードのリンクをご自分でお渡しください。"
    )
  }

  package static var sendTestMail: Phrase {
    Phrase(
      en: "Send me a test mail",
      de: "Mir eine Testmail schicken",
      fr: "M’envoyer un e-mail d’essai",
      es: "Enviarme un correo de prueba",
      pt: "Enviar-me um e-mail de teste",
      ja: "テストメールを自分に送る")
  }

  static var answerNo: Phrase {
    Phrase(
      en: "No, this is to be mended",
      de: "Nein, das ist zu beheben",
      fr: "Non, c’est à corriger",
      es: "No, hay que corregirlo",
      pt: "Não, é preciso corrigir",
      ja: "いいえ、直してください")
  }

  static var answerUnknown: Phrase {
    Phrase(
      en: "Cannot know",
      de: "Nicht zu wissen",
      fr: "Impossible à savoir",
      es: "No se puede saber",
      pt: "Não dá para saber",
      ja: "分かりません")
  }
}

extension Doctor.Check {
  /// What is true where all is well, and what is to be done where it is not.
  package var phrases: (claim: Phrase, advice: Phrase) {
    switch self {
    case .https: (.checkHttps, .adviseHttps)
    case .data: (.checkData, .adviseData)
    case .permissions: (.checkPermissions, .advisePermissions)
    case .owner: (.checkOwner, .adviseOwner)
    case .clock: (.checkClock, .adviseClock)
    case .cookies: (.checkCookies, .adviseCookies)
    case .authorization: (.checkAuthorization, .adviseAuthorization)
    case .address: (.checkAddress, .adviseAddress)
    case .space: (.checkSpace, .adviseSpace)
    case .secret: (.checkSecret, .adviseSecret)
    case .hash: (.checkHash, .adviseHash)
    case .lock: (.checkLock, .adviseLock)
    case .log: (.checkLog, .adviseLog)
    case .mail: (.checkMail, .adviseMail)
    case .outside: (.checkOutside, .adviseOutside)
    }
  }
}

extension Doctor.Answer {
  package var phrase: Phrase {
    switch self {
    case .yes: .answerYes
    case .no: .answerNo
    case .unknown: .answerUnknown
    }
  }
}
