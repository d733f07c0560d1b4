"""Mail servers by aiosmtpd that take mail, refuse it, hang and die, each on a port of 127.0.0.1.

    smtp.py <folder> <behaviour>...

A behaviour is words separated by "-", in any order: where something happens (greeting, ehlo, starttls,
auth, mail, rcpt, data, end, quit) and what (later, never, hang, die, garbage, long); besides tls (from the
start), starttls (offered), login and plain (that AUTH alone), password (AUTH is needed), cert=<name> (of
the folder: <name>.pem with key and certificate), early (more is said in one piece with the answer to
STARTTLS).

Prints "<behaviour> <port>" for each, then "ready". Each mail that is taken becomes a line of JSON in
<folder>/mails.jsonl: behaviour, sender, recipients, body, whether it came by TLS, and whose password came.
"""
import asyncio
import base64
import json
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

warnings.simplefilter("ignore")
FOLDER = sys.argv[1]
STEPS = {"greeting", "ehlo", "mail", "rcpt", "data", "end", "quit", "auth"}
ACTS = {"later", "never", "hang", "die", "garbage", "long"}
USER, PASSWORD = b"post@example.com", "p\u00e4ss:w@rd%+/".encode()


class Taken:
    def __init__(self, name, act):
        self.name, self.act = name, act

    async def handle_DATA(self, server, session, envelope):
        if self.act:
            answer = await server.misbehave(self.act)
            if answer is not None:
                return answer
        with open(FOLDER + "/mails.jsonl", "a", encoding="utf-8") as file:
            file.write(json.dumps({
                "behaviour": self.name, "sender": envelope.mail_from, "recipients": envelope.rcpt_tos,
                "body": envelope.original_content.decode("ascii"),
                "tls": server.transport.get_extra_info("ssl_object") is not None, "user": server.user}) + "\n")
        return "250 taken"


class Server(SMTP):
    def __init__(self, name):
        words = name.split("-")
        self.user = None
        self.step = next((word for word in words if word in STEPS), None)
        self.act = next((word for word in words if word in ACTS), None)
        self.early = "early" in words
        certificate = next((word[5:] for word in words if word.startswith("cert=")), "good")
        context = None
        if "starttls" in words:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(FOLDER + "/" + certificate + ".pem")
        without = {"login": ["PLAIN"], "plain": ["LOGIN"]}
        super().__init__(
            Taken(name, self.act if self.step == "end" else None), hostname="mail.example.com",
            tls_context=context, auth_required="password" in words, auth_require_tls=False,
            auth_exclude_mechanism=[one for word in words for one in without.get(word, [])],
            authenticator=self.judge)

    def judge(self, server, session, envelope, mechanism, data):
        is_right = data.login == USER and data.password == PASSWORD
        self.user = data.login.decode() if is_right else None
        return AuthResult(success=is_right, handled=False)

    async def misbehave(self, act):
        """The answer, or nothing where the server goes on."""
        if act == "later":
            return "451 4.3.0 come later, Ada@example.com, or ada"
        if act == "never":
            return "550-5.7.1 we do not\r\n550 5.7.1 take <ada@example.com>"
        if act == "hang":
            await asyncio.sleep(3600)
        if act == "die":
            self.transport.abort()
            await asyncio.sleep(3600)
        if act == "garbage":
            return "HTTP/1.1 400 Bad Request"
        if act == "long":
            return "250-" + "x" * 20000
        return None

    async def push(self, status):
        if self.step == "greeting" and str(status).startswith("220 mail"):
            status = await self.misbehave(self.act) or status
        if self.early and str(status).startswith("220 Ready"):
            status = "220 Ready\r\n250 an answer to what was not asked yet"
        await super().push(status)

    async def refuses(self, step):
        if self.step != step:
            return False
        answer = await self.misbehave(self.act)
        if answer is not None:
            await super().push(answer)
        return answer is not None

    async def smtp_EHLO(self, hostname):
        if not await self.refuses("ehlo"):
            await super().smtp_EHLO(hostname)

    async def smtp_AUTH(self, argument):
        if not await self.refuses("auth"):
            await super().smtp_AUTH(argument)

    async def smtp_MAIL(self, argument):
        if not await self.refuses("mail"):
            await super().smtp_MAIL(argument)

    async def smtp_RCPT(self, argument):
        if not await self.refuses("rcpt"):
            await super().smtp_RCPT(argument)

    async def smtp_DATA(self, argument):
        if not await self.refuses("data"):
            await super().smtp_DATA(argument)

    async def smtp_QUIT(self, argument):
        if not await self.refuses("quit"):
            await super().smtp_QUIT(argument)


async def main():
    loop = asyncio.get_running_loop()
    servers = []
    for name in sys.argv[2:]:
        context = None
        words = name.split("-")
        if "tls" in words:
            certificate = next((word[5:] for word in words if word.startswith("cert=")), "good")
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            if "old" in words:
                context.maximum_version = ssl.TLSVersion.TLSv1_1
                context.minimum_version = ssl.TLSVersion.TLSv1
                context.set_ciphers("ALL:@SECLEVEL=0")
            context.load_cert_chain(FOLDER + "/" + certificate + ".pem")
        server = await loop.create_server(lambda name=name: Server(name), "127.0.0.1", 0, ssl=context)
        servers.append(server)
        print(name, server.sockets[0].getsockname()[1], flush=True)
    print("ready", flush=True)
    await asyncio.sleep(36000)


asyncio.run(main())
