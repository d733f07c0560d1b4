import CGIAuthCore

extension Phrase {
  static var invitationSubject: Phrase {
    Phrase(
      en: "An invitation",
      de: "Eine Einladung",
      fr: "Une invitation",
      es: "Una invitación",
      pt: "Um convite",
      ja: "ご招待")
  }

  static var invitation: Phrase {
    Phrase(
      en: "You are invited to {}. Register on this page:",
      de: "Sie sind zu {} eingeladen. Registrieren Sie sich auf dieser Seite:",
      fr: "Vous êtes invité à rejoindre {}. Inscrivez-vous sur cette page :",
      es: "Tiene una invitación para {}. Regístrese en esta página:",
      pt: "Você foi convidado para {}. Cadastre-se nesta página:",
      ja: "{} に招待されています。次のページで登録してください：")
  }

  static var invitationUnwanted: Phrase {
    Phrase(
      en: "If you do not want it, you need not do anything: no account is made.",
      de: "Wenn Sie das nicht möchten, brauchen Sie nichts zu tun: Es wird kein Konto angelegt.",
      fr: "Si vous ne le souhaitez pas, vous n’avez rien à faire : aucun compte n’est créé.",
      es: "Si no lo desea, no tiene que hacer nada: no se crea ninguna cuenta.",
      pt: "Se você não quiser, não precisa fazer nada: nenhuma conta é criada.",
      ja: "ご希望でない場合は、何もする必要はありません。アカウントは作られません。")
  }

  static var approvedSubject: Phrase {
    Phrase(
      en: "Your account is open",
      de: "Ihr Konto ist freigeschaltet",
      fr: "Votre compte est ouvert",
      es: "Su cuenta está abierta",
      pt: "Sua conta está aberta",
      ja: "アカウントが承認されました")
  }

  static var approved: Phrase {
    Phrase(
      en: "An administrator has approved your account at {}. You can log in now:",
      de: "Ein Administrator hat Ihr Konto bei {} freigeschaltet. Sie können sich jetzt anmelden:",
      fr: "Un administrateur a approuvé votre compte sur {}. Vous pouvez maintenant vous connecter :",
      es: "Un administrador ha aprobado su cuenta en {}. Ya puede iniciar sesión:",
      pt: "Um administrador aprovou sua conta em {}. Você já pode entrar:",
      ja: "管理者が {} のアカウントを承認しました。ログインできます：")
  }

  static var approvedByOthers: Phrase {
    Phrase(
      en: "If you did not register there, choose a new password, and nobody else can use the account:",
      de:
        "Wenn Sie sich dort nicht registriert haben, wählen Sie ein neues Passwort. Dann kann niemand sonst das Konto benutzen:",
      fr:
        "Si vous ne vous y êtes pas inscrit, choisissez un nouveau mot de passe, et personne d’autre ne pourra utiliser le compte :",
      es: "Si no se ha registrado allí, elija una contraseña nueva, y nadie más podrá usar la cuenta:",
      pt: "Se você não se cadastrou lá, escolha uma senha nova, e ninguém mais poderá usar a conta:",
      ja: "登録した覚えがない場合は、新しいパスワードを設定してください。ほかの人はアカウントを使えなくなります：")
  }

  static var recoveryByAdministrator: Phrase {
    Phrase(
      en:
        "An administrator of {} asks you to choose a new password for your account. Nobody else sees it. You choose it on this page:",
      de:
        "Ein Administrator von {} bittet Sie, ein neues Passwort für Ihr Konto zu wählen. Niemand sonst sieht es. Sie wählen es auf dieser Seite:",
      fr:
        "Un administrateur de {} vous demande de choisir un nouveau mot de passe pour votre compte. Personne d’autre ne le voit. Vous le choisissez sur cette page :",
      es:
        "Un administrador de {} le pide que elija una contraseña nueva para su cuenta. Nadie más la ve. La elige en esta página:",
      pt:
        "Um administrador de {} pede que você escolha uma senha nova para a sua conta. Ninguém mais a vê. Você a escolhe nesta página:",
      ja: "{} の管理者から、アカウントの新しいパスワードの設定をお願いしています。ほかの人には見えません。次のページで設定してください：")
  }

  static var recoveryUnexpected: Phrase {
    Phrase(
      en:
        "If you did not expect this, ask an administrator first, by another way than this mail. Do not pass the link on.",
      de:
        "Wenn Sie das nicht erwartet haben, fragen Sie zuerst einen Administrator, auf einem anderen Weg als dieser Mail. Geben Sie den Link nicht weiter.",
      fr:
        "Si vous ne vous y attendiez pas, demandez d’abord à un administrateur, par un autre moyen que ce message. Ne transmettez pas le lien.",
      es:
        "Si no lo esperaba, pregunte antes a un administrador, por otro medio que este mensaje. No reenvíe el enlace.",
      pt:
        "Se você não esperava isso, pergunte antes a um administrador, por outro meio que não esta mensagem. Não repasse o link.",
      ja: "お心当たりがない場合は、先にこのメール以外の方法で管理者にお尋ねください。リンクを他の人に渡さないでください。")
  }

  static var linkShownSubject: Phrase {
    Phrase(
      en: "A link to your account was shown",
      de: "Ein Link zu Ihrem Konto wurde angezeigt",
      fr: "Un lien vers votre compte a été affiché",
      es: "Se ha mostrado un enlace a su cuenta",
      pt: "Um link para a sua conta foi mostrado",
      ja: "アカウントのリンクが表示されました")
  }

  static var linkShown: Phrase {
    Phrase(
      en:
        "An administrator of {} was shown a link by which a new password for your account can be chosen, once, within an hour.",
      de:
        "Einem Administrator von {} wurde ein Link angezeigt, mit dem einmal, innerhalb einer Stunde, ein neues Passwort für Ihr Konto gewählt werden kann.",
      fr:
        "Un administrateur de {} a vu un lien qui permet de choisir, une fois et pendant une heure, un nouveau mot de passe pour votre compte.",
      es:
        "A un administrador de {} se le ha mostrado un enlace con el que se puede elegir una vez, durante una hora, una contraseña nueva para su cuenta.",
      pt:
        "Um administrador de {} viu um link com o qual se pode escolher, uma vez, dentro de uma hora, uma senha nova para a sua conta.",
      ja: "{} の管理者に、アカウントの新しいパスワードを 1 時間以内に 1 回だけ設定できるリンクが表示されました。")
  }

  static var linkShownNext: Phrase {
    Phrase(
      en: "If you asked for a new password, the administrator gives you the link.",
      de: "Wenn Sie ein neues Passwort verlangt haben, gibt Ihnen der Administrator den Link.",
      fr: "Si vous avez demandé un nouveau mot de passe, l’administrateur vous remet le lien.",
      es: "Si ha pedido una contraseña nueva, el administrador le da el enlace.",
      pt: "Se você pediu uma senha nova, o administrador entrega o link a você.",
      ja: "新しいパスワードを依頼した場合は、管理者からリンクが届きます。")
  }

  static var linkShownUnexpected: Phrase {
    Phrase(
      en: "If you did not, ask the people who run the site why it was made.",
      de: "Wenn nicht, fragen Sie die Betreiber der Website, warum er gemacht wurde.",
      fr: "Sinon, demandez aux responsables du site pourquoi il a été fait.",
      es: "Si no, pregunte a quienes llevan el sitio por qué se hizo.",
      pt: "Se não, pergunte a quem cuida do site por que ele foi feito.",
      ja: "お心当たりがない場合は、サイトの管理者に理由をお尋ねください。")
  }

  static var waitingSubject: Phrase {
    Phrase(
      en: "Registrations are waiting",
      de: "Registrierungen warten",
      fr: "Des inscriptions attendent",
      es: "Hay registros en espera",
      pt: "Há cadastros à espera",
      ja: "承認待ちの登録があります")
  }

  static var waiting: Phrase {
    Phrase(
      en: "People have registered at {}, and wait for an administrator to approve them.",
      de:
        "Bei {} haben sich Leute registriert, die auf die Freischaltung durch einen Administrator warten.",
      fr: "Des personnes se sont inscrites sur {} et attendent l’approbation d’un administrateur.",
      es: "Hay personas que se han registrado en {} y esperan la aprobación de un administrador.",
      pt: "Há pessoas que se cadastraram em {} e esperam a aprovação de um administrador.",
      ja: "{} に登録した人が、管理者の承認を待っています。")
  }

  static var waitingCount: Phrase {
    Phrase(
      en: "How many: {}. You find them here:",
      de: "Wie viele: {}. Sie finden sie hier:",
      fr: "Combien : {}. Vous les trouvez ici :",
      es: "Cuántos: {}. Los encuentra aquí:",
      pt: "Quantos: {}. Você os encontra aqui:",
      ja: "人数：{}。こちらで確認できます：")
  }

  static var whyAdministrator: Phrase {
    Phrase(
      en: "You get this mail because you are an administrator of {}. Others need not do anything.",
      de: "Sie bekommen diese Mail, weil Sie Administrator von {} sind. Andere brauchen nichts zu tun.",
      fr:
        "Vous recevez ce message parce que vous êtes administrateur de {}. Les autres n’ont rien à faire.",
      es: "Recibe este mensaje porque administra {}. Los demás no tienen que hacer nada.",
      pt: "Você recebe esta mensagem porque administra {}. Os outros não precisam fazer nada.",
      ja: "このメールは {} の管理者に送られています。管理者でない方は、何もする必要はありません。")
  }

  static var testSubject: Phrase {
    Phrase(
      en: "A test",
      de: "Ein Test",
      fr: "Un essai",
      es: "Una prueba",
      pt: "Um teste",
      ja: "テスト")
  }

  static var test: Phrase {
    Phrase(
      en: "This is a test of the mail of {}. It has arrived: the settings are right.",
      de: "Dies ist ein Test der Mail von {}. Er ist angekommen: Die Einstellungen stimmen.",
      fr: "Ceci est un essai du courrier de {}. Il est arrivé : les réglages sont bons.",
      es: "Esto es una prueba del correo de {}. Ha llegado: los ajustes están bien.",
      pt: "Este é um teste do correio de {}. Ele chegou: as configurações estão certas.",
      ja: "これは {} のメールのテストです。届いたので、設定は正しくできています。")
  }

  static var testInSpam: Phrase {
    Phrase(
      en:
        "If it lies in the folder for unwanted mail, the domain lacks SPF or DKIM. The host’s panel can set both.",
      de:
        "Wenn er im Ordner für unerwünschte Mail liegt, fehlt der Domain SPF oder DKIM. Beides lässt sich in der Verwaltung des Hosters einrichten.",
      fr:
        "S’il se trouve dans le dossier des indésirables, il manque SPF ou DKIM au domaine. Le panneau de l’hébergeur permet de régler les deux.",
      es:
        "Si está en la carpeta de correo no deseado, al dominio le falta SPF o DKIM. Ambos se configuran en el panel del proveedor.",
      pt:
        "Se ele está na pasta de lixo eletrônico, falta SPF ou DKIM ao domínio. Os dois se configuram no painel da hospedagem.",
      ja: "迷惑メールのフォルダーに入っている場合は、ドメインの SPF か DKIM が足りません。どちらもホスティングの管理画面で設定できます。")
  }
}
