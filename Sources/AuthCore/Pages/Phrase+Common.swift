/// What more than one program says.
extension Phrase {
  package static var logIn: Phrase {
    Phrase(
      en: "Log in", de: "Anmelden", fr: "Se connecter", es: "Iniciar sesión", pt: "Entrar", ja: "ログイン")
  }

  package static var logOut: Phrase {
    Phrase(
      en: "Log out", de: "Abmelden", fr: "Se déconnecter", es: "Cerrar sesión", pt: "Sair", ja: "ログアウト")
  }

  static var loggedInAs: Phrase {
    Phrase(
      en: "Logged in as {}", de: "Angemeldet als {}", fr: "Session de {}", es: "Sesión de {}",
      pt: "Sessão de {}", ja: "{} としてログイン中")
  }

  package static var yourAccount: Phrase {
    Phrase(
      en: "Your account",
      de: "Ihr Konto",
      fr: "Votre compte",
      es: "Su cuenta",
      pt: "Sua conta",
      ja: "アカウント")
  }

  package static var createAccount: Phrase {
    Phrase(
      en: "Create an account", de: "Konto anlegen", fr: "Créer un compte", es: "Crear una cuenta",
      pt: "Criar uma conta", ja: "アカウントを作成")
  }

  package static var email: Phrase {
    Phrase(
      en: "E-mail address", de: "E-Mail-Adresse", fr: "Adresse e-mail", es: "Correo electrónico",
      pt: "Endereço de e-mail", ja: "メールアドレス")
  }

  package static var password: Phrase {
    Phrase(
      en: "Password", de: "Passwort", fr: "Mot de passe", es: "Contraseña", pt: "Senha", ja: "パスワード")
  }

  package static var sessionEnded: Phrase {
    Phrase(
      en: "Your session has ended. Please log in again.",
      de: "Ihre Sitzung ist beendet. Bitte melden Sie sich neu an.",
      fr: "Votre session a pris fin. Veuillez vous reconnecter.",
      es: "Su sesión ha terminado. Vuelva a iniciar sesión.",
      pt: "Sua sessão terminou. Entre novamente.",
      ja: "セッションが終了しました。もう一度ログインしてください。")
  }

  package static var emailMissing: Phrase {
    Phrase(
      en: "Enter your e-mail address.", de: "Geben Sie Ihre E-Mail-Adresse ein.",
      fr: "Saisissez votre adresse e-mail.", es: "Escriba su correo electrónico.",
      pt: "Digite seu endereço de e-mail.", ja: "メールアドレスを入力してください。")
  }

  package static var emailMalformed: Phrase {
    Phrase(
      en: "Enter an e-mail address such as name@example.com.",
      de: "Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.com.",
      fr: "Saisissez une adresse e-mail, par exemple name@example.com.",
      es: "Escriba un correo electrónico, por ejemplo name@example.com.",
      pt: "Digite um endereço de e-mail, por exemplo name@example.com.",
      ja: "name@example.com のようなメールアドレスを入力してください。")
  }

  package static var credentialsWrong: Phrase {
    Phrase(
      en: "E-mail address or password is wrong.",
      de: "E-Mail-Adresse oder Passwort ist falsch.",
      fr: "L’adresse e-mail ou le mot de passe est incorrect.",
      es: "El correo electrónico o la contraseña no son correctos.",
      pt: "O endereço de e-mail ou a senha está incorreto.",
      ja: "メールアドレスまたはパスワードが違います。")
  }

  package static var emailTaken: Phrase {
    Phrase(
      en: "This address has an account already.", de: "Diese Adresse hat schon ein Konto.",
      fr: "Cette adresse a déjà un compte.", es: "Este correo ya tiene una cuenta.",
      pt: "Este endereço já tem uma conta.", ja: "このメールアドレスはすでに登録されています。")
  }

  package static var passwordHint: Phrase {
    Phrase(
      en: "At least {} characters. Several words are good.",
      de: "Mindestens {} Zeichen. Gut sind mehrere Wörter.",
      fr: "Au moins {} caractères. Plusieurs mots, c’est bien.",
      es: "Al menos {} caracteres. Varias palabras van bien.",
      pt: "Pelo menos {} caracteres. Várias palavras são uma boa escolha.",
      ja: "{}文字以上。複数の単語の組み合わせがおすすめです。")
  }

  package static var passwordMissing: Phrase {
    Phrase(
      en: "Enter a password.", de: "Geben Sie ein Passwort ein.", fr: "Saisissez un mot de passe.",
      es: "Escriba una contraseña.", pt: "Digite uma senha.", ja: "パスワードを入力してください。")
  }

  package static var passwordControlCharacter: Phrase {
    Phrase(
      en: "The password must not have control characters.",
      de: "Das Passwort darf keine Steuerzeichen enthalten.",
      fr: "Le mot de passe ne doit pas contenir de caractères de contrôle.",
      es: "La contraseña no puede tener caracteres de control.",
      pt: "A senha não pode ter caracteres de controle.",
      ja: "パスワードに制御文字は使えません。")
  }

  package static var passwordTooShort: Phrase {
    Phrase(
      en: "Too short: use at least {} characters.",
      de: "Zu kurz: Nehmen Sie mindestens {} Zeichen.",
      fr: "Trop court : au moins {} caractères.",
      es: "Demasiado corta: use al menos {} caracteres.",
      pt: "Curta demais: use pelo menos {} caracteres.",
      ja: "短すぎます。{}文字以上にしてください。")
  }

  package static var passwordTooLong: Phrase {
    Phrase(
      en: "Too long: at most {} bytes are possible.",
      de: "Zu lang: Höchstens {} Bytes sind möglich.",
      fr: "Trop long : {} octets au maximum.",
      es: "Demasiado larga: como máximo {} bytes.",
      pt: "Longa demais: no máximo {} bytes.",
      ja: "長すぎます。{}バイト以内にしてください。")
  }

  package static var passwordRepeated: Phrase {
    Phrase(
      en: "One character over and over is easy to guess.",
      de: "Immer dasselbe Zeichen ist leicht zu erraten.",
      fr: "Un seul caractère répété est facile à deviner.",
      es: "Un mismo carácter repetido es fácil de adivinar.",
      pt: "Um mesmo caractere repetido é fácil de adivinhar.",
      ja: "同じ文字の繰り返しは推測されやすいです。")
  }

  package static var passwordSequence: Phrase {
    Phrase(
      en: "A plain sequence such as 12345678 is easy to guess.",
      de: "Eine einfache Folge wie 12345678 ist leicht zu erraten.",
      fr: "Une simple suite comme 12345678 est facile à deviner.",
      es: "Una secuencia simple como 12345678 es fácil de adivinar.",
      pt: "Uma sequência simples como 12345678 é fácil de adivinhar.",
      ja: "12345678 のような単純な並びは推測されやすいです。")
  }

  package static var passwordIsAddress: Phrase {
    Phrase(
      en: "Your e-mail address is easy to guess.",
      de: "Ihre E-Mail-Adresse ist leicht zu erraten.",
      fr: "Votre adresse e-mail est facile à deviner.",
      es: "Su correo electrónico es fácil de adivinar.",
      pt: "Seu endereço de e-mail é fácil de adivinhar.",
      ja: "メールアドレスは推測されやすいです。")
  }

  package static var passwordIsSiteName: Phrase {
    Phrase(
      en: "The name of this site is easy to guess.",
      de: "Der Name dieser Website ist leicht zu erraten.",
      fr: "Le nom de ce site est facile à deviner.",
      es: "El nombre de este sitio es fácil de adivinar.",
      pt: "O nome deste site é fácil de adivinhar.",
      ja: "このサイトの名前は推測されやすいです。")
  }

  package static var passwordCommon: Phrase {
    Phrase(
      en: "This is one of the most common passwords.",
      de: "Das ist eines der häufigsten Passwörter.",
      fr: "C’est l’un des mots de passe les plus courants.",
      es: "Es una de las contraseñas más comunes.",
      pt: "Esta é uma das senhas mais comuns.",
      ja: "よく使われるパスワードです。別のものにしてください。")
  }

  package static var passwordBlocked: Phrase {
    Phrase(
      en: "This site does not accept this password.",
      de: "Diese Website nimmt dieses Passwort nicht an.",
      fr: "Ce site n’accepte pas ce mot de passe.",
      es: "Este sitio no acepta esta contraseña.",
      pt: "Este site não aceita esta senha.",
      ja: "このサイトではこのパスワードを使えません。")
  }

  package static var waitSeconds: Phrase {
    Phrase(
      en: "Too many attempts. Try again in {} s.",
      de: "Zu viele Versuche. Versuchen Sie es in {} s wieder.",
      fr: "Trop de tentatives. Réessayez dans {} s.",
      es: "Demasiados intentos. Vuelva a intentarlo en {} s.",
      pt: "Tentativas demais. Tente novamente em {} s.",
      ja: "試行回数が多すぎます。{}秒後にもう一度お試しください。")
  }

  package static var waitMinutes: Phrase {
    Phrase(
      en: "Too many attempts. Try again in {} min.",
      de: "Zu viele Versuche. Versuchen Sie es in {} min wieder.",
      fr: "Trop de tentatives. Réessayez dans {} min.",
      es: "Demasiados intentos. Vuelva a intentarlo en {} min.",
      pt: "Tentativas demais. Tente novamente em {} min.",
      ja: "試行回数が多すぎます。{}分後にもう一度お試しください。")
  }

  package static var formOutdated: Phrase {
    Phrase(
      en: "This form was out of date. Please do it again.",
      de: "Dieses Formular war veraltet. Bitte versuchen Sie es noch einmal.",
      fr: "Ce formulaire n’était plus à jour. Veuillez recommencer.",
      es: "Este formulario estaba caducado. Inténtelo de nuevo.",
      pt: "Este formulário estava desatualizado. Tente novamente.",
      ja: "フォームが古くなっていました。もう一度お試しください。")
  }

  package static var fromAnotherSite: Phrase {
    Phrase(
      en: "Another site sent this, so it was not accepted. Please do it again here.",
      de:
        "Das kam von einer anderen Website und wurde nicht angenommen. Bitte versuchen Sie es hier noch einmal.",
      fr: "L’envoi venait d’un autre site et n’a pas été accepté. Veuillez recommencer ici.",
      es: "El envío venía de otro sitio y no se aceptó. Hágalo aquí, por favor.",
      pt: "O envio veio de outro site e não foi aceito. Faça aqui, por favor.",
      ja: "他のサイトから送信されたため受け付けませんでした。ここでもう一度お試しください。")
  }

  package static var unreadable: Phrase {
    Phrase(
      en: "What was sent could not be read. Please try again.",
      de: "Die Eingabe war nicht lesbar. Bitte versuchen Sie es noch einmal.",
      fr: "L’envoi n’a pas pu être lu. Veuillez réessayer.",
      es: "No se pudo leer el envío. Inténtelo de nuevo.",
      pt: "Não foi possível ler o envio. Tente novamente.",
      ja: "送信内容を読み取れませんでした。もう一度お試しください。")
  }

  package static var tryLater: Phrase {
    Phrase(
      en: "This does not work just now. Please try again in a few seconds.",
      de: "Das geht gerade nicht. Bitte versuchen Sie es in einigen Sekunden noch einmal.",
      fr: "Ce n’est pas possible pour l’instant. Réessayez dans quelques secondes.",
      es: "Ahora mismo no es posible. Inténtelo de nuevo en unos segundos.",
      pt: "Isto não é possível agora. Tente novamente em alguns segundos.",
      ja: "現在ご利用いただけません。数秒後にもう一度お試しください。")
  }

  package static var siteBroken: Phrase {
    Phrase(
      en: "Something is wrong with this site. Its owner finds the reason in the error log.",
      de: "Mit dieser Website stimmt etwas nicht. Wer sie betreibt, findet den Grund im Fehlerprotokoll.",
      fr: "Ce site a un problème. Son responsable en trouvera la cause dans le journal des erreurs.",
      es: "Algo falla en este sitio. El responsable encontrará la causa en el registro de errores.",
      pt: "Há algo errado com este site. O responsável encontra a causa no registro de erros.",
      ja: "サイトに問題があります。原因は管理者がエラーログで確認できます。")
  }

  package static var notPermitted: Phrase {
    Phrase(
      en: "You are logged in, but this page is not for you.",
      de: "Sie sind angemeldet, aber diese Seite ist nicht für Sie bestimmt.",
      fr: "Vous êtes connecté, mais cette page ne vous est pas accessible.",
      es: "Ha iniciado sesión, pero esta página no es para usted.",
      pt: "Você está conectado, mas esta página não é para você.",
      ja: "ログイン中ですが、このページを見る権限がありません。")
  }

  static var noAccess: Phrase {
    Phrase(
      en: "No access", de: "Kein Zugang", fr: "Accès refusé", es: "Sin acceso", pt: "Sem acesso",
      ja: "アクセスできません")
  }

  static var pageNotFound: Phrase {
    Phrase(
      en: "Page not found", de: "Seite nicht gefunden", fr: "Page introuvable",
      es: "Página no encontrada", pt: "Página não encontrada", ja: "ページが見つかりません")
  }

  package static var notFound: Phrase {
    Phrase(
      en: "There is nothing at this address.", de: "Unter dieser Adresse gibt es nichts.",
      fr: "Il n’y a rien à cette adresse.", es: "No hay nada en esta dirección.",
      pt: "Não há nada neste endereço.", ja: "このアドレスには何もありません。")
  }

  package static var notAllowed: Phrase {
    Phrase(
      en: "This page cannot be used in this way.", de: "So lässt sich diese Seite nicht verwenden.",
      fr: "Cette page ne s’utilise pas ainsi.", es: "Esta página no se usa de este modo.",
      pt: "Esta página não pode ser usada assim.", ja: "この方法では利用できません。")
  }

  package static var problem: Phrase {
    Phrase(
      en: "That did not work", de: "Das hat nicht geklappt", fr: "Cela n’a pas fonctionné",
      es: "No ha funcionado", pt: "Não deu certo", ja: "処理できませんでした")
  }

  package static var startPage: Phrase {
    Phrase(
      en: "To the start page", de: "Zur Startseite", fr: "Vers la page d’accueil",
      es: "Ir a la página de inicio", pt: "Ir para a página inicial", ja: "トップページへ")
  }

  static var show: Phrase {
    Phrase(en: "Show", de: "Anzeigen", fr: "Afficher", es: "Mostrar", pt: "Mostrar", ja: "表示")
  }

  static var hide: Phrase {
    Phrase(en: "Hide", de: "Verbergen", fr: "Masquer", es: "Ocultar", pt: "Ocultar", ja: "非表示")
  }

  package static var goOn: Phrase {
    Phrase(en: "Go on", de: "Weiter", fr: "Continuer", es: "Continuar", pt: "Continuar", ja: "続ける")
  }

  package static var created: Phrase {
    Phrase(
      en: "Account since",
      de: "Konto seit",
      fr: "Compte créé le",
      es: "Cuenta desde el",
      pt: "Conta desde",
      ja: "登録日")
  }

  package static var userID: Phrase {
    Phrase(
      en: "User ID",
      de: "Benutzer-ID",
      fr: "Identifiant",
      es: "Id. de usuario",
      pt: "ID de usuário",
      ja: "ユーザーID")
  }

  package static var currentPassword: Phrase {
    Phrase(
      en: "Current password",
      de: "Jetziges Passwort",
      fr: "Mot de passe actuel",
      es: "Contraseña actual",
      pt: "Senha atual",
      ja: "現在のパスワード")
  }

  package static var currentPasswordWrong: Phrase {
    Phrase(
      en: "This is not your current password.",
      de: "Das ist nicht Ihr jetziges Passwort.",
      fr: "Ce n’est pas votre mot de passe actuel.",
      es: "Esta no es su contraseña actual.",
      pt: "Esta não é sua senha atual.",
      ja: "現在のパスワードが違います。")
  }

  package static var fieldMissing: Phrase {
    Phrase(
      en: "Please fill in this field.",
      de: "Bitte füllen Sie dieses Feld aus.",
      fr: "Veuillez remplir ce champ.",
      es: "Rellene este campo.",
      pt: "Preencha este campo.",
      ja: "この項目を入力してください。")
  }

  package static var sessionNeeded: Phrase {
    Phrase(
      en: "Nothing can be changed with this login: it began no session here.",
      de: "Mit dieser Anmeldung lässt sich nichts ändern: Sie hat hier keine Sitzung begonnen.",
      fr: "Cette connexion ne permet aucun changement : elle n’a pas ouvert de session ici.",
      es: "Con este inicio no se puede cambiar nada: no abrió ninguna sesión aquí.",
      pt: "Com este acesso nada pode ser mudado: ele não abriu uma sessão aqui.",
      ja: "このログインではセッションが開始されていないため、変更できません。")
  }

  package static var lastAdministrator: Phrase {
    Phrase(
      en: "This is the last administrator. Make somebody else one first.",
      de: "Das ist der letzte Administrator. Machen Sie zuerst jemand anderen dazu.",
      fr: "C’est le dernier administrateur. Nommez-en d’abord un autre.",
      es: "Es el último administrador. Nombre primero a otra persona.",
      pt: "Este é o último administrador. Nomeie outra pessoa primeiro.",
      ja: "最後の管理者です。先に別の人を管理者にしてください。")
  }

  package static var newPassword: Phrase {
    Phrase(
      en: "New password",
      de: "Neues Passwort",
      fr: "Nouveau mot de passe",
      es: "Contraseña nueva",
      pt: "Nova senha",
      ja: "新しいパスワード")
  }

  package static var ticketRefused: Phrase {
    Phrase(
      en: "This link is not good any more. It was used, or replaced by a newer one, or it is too old.",
      de: "Dieser Link gilt nicht mehr. Er wurde benutzt, durch einen neueren ersetzt, oder er ist zu alt.",
      fr: "Ce lien n’est plus valable. Il a été utilisé, remplacé par un plus récent, ou il est trop ancien.",
      es: "Este enlace ya no es válido. Se usó, lo sustituyó otro más nuevo o es demasiado antiguo.",
      pt: "Este link não vale mais. Ele foi usado, trocado por um mais novo ou é antigo demais.",
      ja: "このリンクは無効です。使用済みか、新しいリンクが発行されたか、期限が切れています。")
  }

  package static var forgotten: Phrase {
    Phrase(
      en: "Forgot your password?", de: "Passwort vergessen?", fr: "Mot de passe oublié ?",
      es: "¿Olvidó su contraseña?", pt: "Esqueceu sua senha?", ja: "パスワードをお忘れですか？")
  }

  static var recoveryNeeded: Phrase {
    Phrase(
      en: "Too many wrong passwords were tried for this address. Choose a new one by a mail.",
      de: "Für diese Adresse wurden zu viele falsche Passwörter versucht. Wählen Sie per E-Mail ein neues.",
      fr:
        "Trop de mots de passe erronés ont été essayés pour cette adresse. Choisissez-en un nouveau par e-mail.",
      es: "Se probaron demasiadas contraseñas incorrectas para esta dirección. Elija una nueva por correo.",
      pt: "Muitas senhas erradas foram tentadas para este endereço. Escolha uma nova por e-mail.",
      ja: "このアドレスに対して誤ったパスワードが何度も入力されました。メールで新しいパスワードを設定してください。")
  }

  package static var mailIsOff: Phrase {
    Phrase(
      en: "This site sends no mail. Ask the people who run it for a new password.",
      de: "Diese Website verschickt keine E-Mails. Bitten Sie ihre Betreiber um ein neues Passwort.",
      fr: "Ce site n’envoie pas d’e-mails. Demandez un nouveau mot de passe à ses responsables.",
      es: "Este sitio no envía correo. Pida una contraseña nueva a quienes lo administran.",
      pt: "Este site não envia e-mails. Peça uma nova senha a quem o administra.",
      ja: "このサイトはメールを送信しません。新しいパスワードは管理者にお問い合わせください。")
  }

  package static var domainRefused: Phrase {
    Phrase(
      en: "This site takes addresses of certain domains only.",
      de: "Diese Website nimmt nur Adressen bestimmter Domains an.",
      fr: "Ce site n’accepte que les adresses de certains domaines.",
      es: "Este sitio solo acepta direcciones de ciertos dominios.",
      pt: "Este site só aceita endereços de certos domínios.",
      ja: "このサイトでは、特定のドメインのアドレスのみ使用できます。")
  }

  package static var notApproved: Phrase {
    Phrase(
      en: "An administrator has not let you in yet.",
      de: "Ein Administrator hat Sie noch nicht freigeschaltet.",
      fr: "Un administrateur ne vous a pas encore admis.",
      es: "Un administrador aún no le ha dado acceso.",
      pt: "Um administrador ainda não liberou você.",
      ja: "管理者がまだ承認していません。")
  }

  package static var registrationClosed: Phrase {
    Phrase(
      en: "Nobody can register here at present.",
      de: "Zurzeit kann sich hier niemand registrieren.",
      fr: "Personne ne peut s’inscrire ici pour le moment.",
      es: "Por ahora nadie puede registrarse aquí.",
      pt: "No momento ninguém pode se cadastrar aqui.",
      ja: "現在、登録は受け付けていません。")
  }

  package static var addressUnconfirmed: Phrase {
    Phrase(
      en: "Confirm your address first: open the link in the mail that you got.",
      de: "Bestätigen Sie zuerst Ihre Adresse: Öffnen Sie den Link in der E-Mail, die Sie bekommen haben.",
      fr: "Confirmez d’abord votre adresse : ouvrez le lien de l’e-mail que vous avez reçu.",
      es: "Confirme primero su dirección: abra el enlace del correo que recibió.",
      pt: "Confirme primeiro seu endereço: abra o link do e-mail que você recebeu.",
      ja: "先にメールアドレスを確認してください。届いたメールのリンクを開いてください。")
  }

  package static var mailOnItsWay: Phrase {
    Phrase(
      en: "If that address has an account, a mail is on its way.",
      de: "Wenn es zu dieser Adresse ein Konto gibt, ist eine E-Mail unterwegs.",
      fr: "Si cette adresse a un compte, un e-mail est en route.",
      es: "Si esa dirección tiene una cuenta, hay un correo en camino.",
      pt: "Se esse endereço tem uma conta, um e-mail está a caminho.",
      ja: "アカウントがある場合は、メールをお送りします。")
  }

  package static var sendLink: Phrase {
    Phrase(
      en: "Send the link", de: "Link senden", fr: "Envoyer le lien", es: "Enviar el enlace",
      pt: "Enviar o link", ja: "リンクを送信")
  }

  package static var lookIntoMail: Phrase {
    Phrase(
      en: "Look into the folder for unwanted mail, too. No mail after some minutes? Then ask again.",
      de: "Sehen Sie auch im Spam-Ordner nach. Nach einigen Minuten nichts da? Dann fordern Sie sie neu an.",
      fr: "Regardez aussi dans les indésirables. Rien après quelques minutes ? Refaites la demande.",
      es: "Mire también en el correo no deseado. ¿Nada tras unos minutos? Pídalo de nuevo.",
      pt: "Veja também a pasta de spam. Nada depois de alguns minutos? Peça de novo.",
      ja: "迷惑メールのフォルダーも確認してください。数分待っても届かない場合は、もう一度お試しください。")
  }
}
