"""send, at every one of its system calls: a mail that was asked for is sent, once, or at most twice where the
process was killed between the two.

  mail.py kill killed there, and at instructions in between
  mail.py fail ERROR the call fails      mail.py full ERROR so does every call from there on that needs room
"""
import errno
import os
import shutil
import subprocess

from store import ROOT, SILENCING, Answer, Site, Stops, check, main, naming, points

EMAIL = "user@example.com"


class Sender(Site):
    """A site whose mail goes into a Maildir beside its data."""

    def __init__(self, folder):
        super().__init__(
            folder + "/data", AUTH_SITE_URL="https://club.example", AUTH_MAIL_FROM="no-reply@club.example",
            AUTH_MAIL="file:" + folder + "/mail")
        self.maildir = folder + "/mail"

    def send(self, wrapper=()):
        environment = {"AUTH_DATA_DIR": self.data, **self.settings}
        result = subprocess.run([*wrapper, ROOT + "/cgi-bin/send"], env=environment, capture_output=True)
        check(result.stdout == b"", result.stdout)
        return result

    def mails(self):
        folder = self.maildir + "/new"
        names = os.listdir(folder) if os.path.isdir(folder) else []
        for name in names:
            with open(os.path.join(folder, name), encoding="ascii") as file:
                text = file.read()
            check("To: " + EMAIL in text and "recover.cgi" in text and text.endswith("\n"), "a torn mail", text)
        return len(names)

    def waiting(self):
        return [name for name in os.listdir(self.data + "/outbox") if name[0].isdigit()]


def prepare(folder):
    """A site with one mail that waits: the program that sends is not beside the one that is asked."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder + "/programs")
    site = Sender(folder)
    check(site.register(EMAIL).status == 200, "register")
    shutil.copy(ROOT + "/cgi-bin/recover.cgi", folder + "/programs")
    with open(folder + "/programs/send", "w", encoding="ascii") as file:
        file.write("#!/bin/sh\n")
    os.chmod(folder + "/programs/send", 0o755)
    body = b'{"email":"%s"}' % EMAIL.encode()
    _, environment, _ = site.command("recover", EMAIL)
    environment["CONTENT_LENGTH"] = str(len(body))
    answer = Answer(
        subprocess.run([folder + "/programs/recover.cgi"], input=body, env=environment, capture_output=True))
    check(answer.status == 200, "recover", answer)
    check(len(site.waiting()) == 1 and site.mails() == 0, "one that waits")


def body(folder, mode, error="ENOSPC"):
    stops = Stops(folder)
    counts = {"stops": 0, "sent_once": 0, "sent_twice": 0, "sent_later": 0}
    template = folder + "/template"
    prepare(template)

    def one(how, stop=0, argument=0):
        shutil.rmtree(folder + "/run", ignore_errors=True)
        shutil.copytree(template, folder + "/run", symlinks=True)
        site = Sender(folder + "/run")
        return site, site.send(stops.at(how, stop, argument))

    site, result = one("list")
    check(result.returncode == 0 and site.mails() == 1 and not site.waiting(), "unharmed", result)
    listed, names = stops.calls(), stops.names()
    for call, stop, steps in points(mode, names):
        name, descriptor = listed[call]
        site, result = one(mode, stop, getattr(errno, error) if steps is None else steps)
        with naming(mode, "at call", call, name, descriptor):
            at_once = site.mails()
            check(at_once <= 1, "sent twice by one process")
            check(at_once == 1 or len(site.waiting()) == 1, "lost", result)
            # The pause after a failure is over.
            lock = site.data + "/outbox/lock"
            if os.path.exists(lock):
                os.truncate(lock, 0)
            again = site.send()
            check(again.returncode == 0, "the next one", again)
            check(not site.waiting(), "it still waits", again)
            mails = site.mails()
            check(1 <= mails <= (2 if at_once else 1), "sent", mails, "times")
        counts["stops"] += 1
        counts["sent_later"] += at_once == 0
        counts["sent_once"] += mails == 1
        counts["sent_twice"] += mails == 2
    return counts


main(body)
