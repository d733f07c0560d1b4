import CGIAuthCore

extension Phrase {
  static var forgottenHint: Phrase {
    Phrase(
      en: "Enter the address of your account. You get a mail with a link to choose a new password.",
      de:
        "Geben Sie die Adresse Ihres Kontos ein. Sie bekommen eine E-Mail mit einem Link zu einem neuen Passwort.",
      fr: "Saisissez l’adresse de votre compte. Vous recevrez un lien pour choisir un nouveau mot de passe.",
      es: "Escriba la dirección de su cuenta. Recibirá un enlace para elegir una contraseña nueva.",
      pt: "Digite o endereço da sua conta. Você receberá um link para escolher uma nova senha.",
      ja: "アカウントのメールアドレスを入力してください。新しいパスワードを設定するリンクをお送りします。")
  }

  static var linkOnItsWay: Phrase {
    Phrase(
      en: "If that address has an account, a mail is on its way. Its link is good for 60 minutes.",
      de: "Wenn es zu dieser Adresse ein Konto gibt, ist eine E-Mail unterwegs. Ihr Link gilt 60 Minuten.",
      fr: "Si cette adresse a un compte, un e-mail est en route. Son lien est valable 60 minutes.",
      es: "Si esa dirección tiene una cuenta, hay un correo en camino. Su enlace vale 60 minutos.",
      pt: "Se esse endereço tem uma conta, um e-mail está a caminho. O link vale por 60 minutos.",
      ja: "アカウントがある場合は、メールをお送りします。リンクは60分間有効です。")
  }

  static var chooseNewPassword: Phrase {
    Phrase(
      en: "Choose a new password", de: "Neues Passwort wählen", fr: "Choisir un nouveau mot de passe",
      es: "Elegir una contraseña nueva", pt: "Escolher uma nova senha", ja: "新しいパスワードの設定")
  }

  static var setPassword: Phrase {
    Phrase(
      en: "Set the password", de: "Passwort setzen", fr: "Enregistrer le mot de passe",
      es: "Guardar la contraseña", pt: "Salvar a senha", ja: "パスワードを設定")
  }
}
