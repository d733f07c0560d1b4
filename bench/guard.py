#!/usr/bin/python3
"""Requests per second for a guarded file, beside the same file unguarded, beside Apache's own form login, and
beside guard.cgi of before. `make bench` runs this.

Argument: how many rounds, 6 unless given. In each round everything is asked for a second, in random order, by
wrk with four connections that are kept open. BEFORE_PROGRAMS: the folder of the programs of before; without
it they are left out. BEFORE_NAME is what they are called.
"""
import contextlib
import http.client
import os
import random
import shutil
import subprocess
import sys
import urllib.parse

import progress
from programs import DEFAULT_HASH, EMAIL, PASSWORD, PROJECT, Site, bar, end_when_told, folder, median, table
from servers import CONNECTIONS, SERVERS, check, free_port, is_listening, load, started

# Bytes: a page, a picture.
SIZES = (("page of 10 kB", 10_000), ("picture of 1 MB", 1_000_000))
# The folders of mod_auth_form: the hash that each verifies, anew at every request, and where it is read from.
FORMS = {
    "form-bcrypt": "AuthFormProvider file\nAuthUserFile \"{0}/htpasswd\"",
    "form-scrypt": "AuthFormProvider dbm\nAuthDBMType GDBM\nAuthDBMUserFile \"{0}/auth-data/users.gdbm\"",
}
# One verification of scrypt takes 0.12 s: it is asked for longer, once, and a picture takes the same.
SLOW, SLOW_SECONDS = "form-scrypt", 5
# The programs of before: the folder, or None.
BEFORE = os.environ.get("BEFORE_PROGRAMS")
# Of before and now are measured in pairs, so many for each round, where the
# server's own wait does not decide.
PAIRS = 2
COMPARED = ("Apache, event", "lighttpd")


def configuration(server, site):
    """What scripts/serve is to include: `members` is guarded, `earlier` by the program of before, and under
    Apache the folders of mod_auth_form."""
    if server["SERVER"] != "apache":
        return "server.modules += ( \"mod_cgi\" )\n" + "".join("""
$HTTP["url"] =~ "^/%s/" {
  cgi.assign = ( "" => "%s/cgi-bin/guard.cgi" )
  cgi.execute-x-only = "disable"
}
""" % pair for pair in (("members", site), ("earlier", site + "/before")))
    names = ("authn_core", "authn_file", "authn_dbm", "authz_user", "auth_form", "session", "session_cookie", "request")
    text = "".join("LoadModule %s_module /usr/lib/apache2/modules/mod_%s.so\n" % (name, name) for name in names)
    for name, provider in FORMS.items():
        form = "AuthType form\nAuthName %s\n%s\nSession On\nSessionCookieName %s path=/\n" % (
            name, provider.format(site), name)
        text += "<Directory \"%s/public/%s\">\nAllowOverride None\n%sRequire valid-user\n</Directory>\n" % (site, name, form)
        text += "<Location \"/login/%s\">\nSetHandler form-login-handler\n%s</Location>\n" % (name, form)
    # As apache.conf has it for a page and the program of now.
    return text + """
<LocationMatch "^/before/guard\\.cgi(?<BEFORE_URL>/.*)$">
  ScriptAlias "{0}/before/cgi-bin/guard.cgi%{{env:MATCH_BEFORE_URL}}"
</LocationMatch>
<Directory "{0}/before/cgi-bin">
  AllowOverride None
  Options None
  CGIPassAuth On
  Require all denied
  <Files "guard.cgi">
    AcceptPathInfo On
    Require all granted
  </Files>
</Directory>
""".format(site)


def fill(site, folders):
    for name in folders:
        os.makedirs(os.path.join(site, "public", name))
        for _, size in SIZES:
            with open(os.path.join(site, "public", name, "%d.html" % size), "w") as file:
                file.write("nine herons\n" * (size // 12) + "x" * (size % 12))
    for name, place in (("members", "cgi-bin"), ("earlier", "before")):
        if name in folders:
            with open(os.path.join(site, "public", name, ".htaccess"), "w") as file:
                file.write("Action %s /%s/guard.cgi virtual\nSetHandler %s\n" % (name, place, name))
    # The cost that htpasswd takes unless told otherwise.
    subprocess.run(
        ["htpasswd", "-cbB", os.path.join(site, "htpasswd"), EMAIL, PASSWORD], check=True, stderr=subprocess.DEVNULL)


def form_cookie(port, name):
    """Logs in by mod_auth_form and returns the cookie."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    form = urllib.parse.urlencode({"httpd_username": EMAIL, "httpd_password": PASSWORD, "httpd_location": "/"})
    connection.request("POST", "/login/" + name, form, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    answer.read()
    cookie = answer.getheader("Set-Cookie")
    if not cookie:
        sys.exit("mod_auth_form answered %d without a cookie" % answer.status)
    return cookie.split(";")[0]


def before_token(site):
    """Puts the programs of before and a data directory of theirs into the site, and returns a token."""
    programs = os.path.join(site, "before", "cgi-bin")
    os.makedirs(programs)
    for name in ("register", "login", "guard"):
        shutil.copy(os.path.join(BEFORE, name + ".cgi"), programs)
    return Site(os.path.join(site, "before", "auth-data"), DEFAULT_HASH, programs).token()


def measure(number, rounds):
    """The loads under one of the servers, by folder and size. In pairs: `earlier` is guarded by guard.cgi of
    before, and `now` is `members` again."""
    server_name, server = SERVERS[number]
    site, port = folder(), free_port()
    token = Site(os.path.join(site, "auth-data"), DEFAULT_HASH).token()
    folders = ["plain", "members"] + (list(FORMS) if server["SERVER"] == "apache" else [])
    compares = BEFORE and server_name in COMPARED
    if compares:
        folders.append("earlier")
        earlier = before_token(site)
    fill(site, folders)
    path = os.path.join(folder(), "site.conf")
    with open(path, "w") as file:
        file.write(configuration(server, site))
    environment = {**os.environ, **server, "PORT": str(port), "SITE_DIR": site, "SITE_CONF": path, "TLS": ""}
    with contextlib.ExitStack() as stack:
        stack.enter_context(started(
            [os.path.join(PROJECT, "scripts", "serve")], lambda: is_listening(port), env=environment))
        cookies = {name: form_cookie(port, name) for name in folders if name in FORMS}
        cookies.update(plain="authToken=" + token, members="authToken=" + token)
        page = SIZES[0][1]
        keys = [(name, size) for name in folders for _, size in SIZES if name != SLOW or size == page]
        if compares:
            cookies["earlier"] = "authToken=" + earlier
        for name, size in keys:
            check(port, "/%s/%d.html" % (name, size), cookies[name], 200, "nine herons")
            if name != "plain":
                check(port, "/%s/%d.html" % (name, size), None, 401, "")
        order = []
        for turn in range(rounds):
            order += [key for key in random.sample(keys, len(keys))
                      if key[0] != "earlier" and (key[0] != SLOW or turn == 0)]
        # One after the other: what else the machine does meets both alike. Who begins takes turns.
        for turn in range(rounds * PAIRS if compares else 0):
            order += [("earlier", page), ("now", page)][::1 if turn % 2 else -1]
        loads = {key: [] for key in order}
        for turn, (name, size) in enumerate(order):
            path = "members" if name == "now" else name
            loads[name, size].append(
                load(port, "/%s/%d.html" % (path, size), cookies[path], SLOW_SECONDS if name == SLOW else 1))
            progress.tell(
                turn + 1, len(order), server_name + ", load", number / len(SERVERS), (number + 1) / len(SERVERS))
    return loads


def main():
    end_when_told()
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    print("## Guarded files\n")
    print("The same file lies in three folders: unguarded, behind `guard.cgi`, and under Apache behind its own form")
    print("login. That is `mod_auth_form`, which keeps the password in the cookie and verifies it at every request:")
    print("with bcrypt of htpasswd's cost 5, and with the scrypt hash of our own user file, by its dbm provider. wrk")
    print("asks with %d kept connections, a second at a time, in random order. The figures are medians. The" % CONNECTIONS)
    print("ratio is to the unguarded file in the same round.")
    if BEFORE:
        print("The last table has `guard.cgi` of before beside that of now. They were measured in pairs, %d a" % (
            rounds * PAIRS))
        print("server. The ratio is the median of the pairs. Prefork is left out, because the wait of mod_cgi would")
        print("decide there (see above).")
    else:
        print("`make bench BEFORE=<revision>` builds the programs of an earlier revision and measures its `guard.cgi`")
        print("in turn with this one's.")
    names = {
        "plain": "unguarded", "members": "`guard.cgi`", "form-bcrypt": "`mod_auth_form`, bcrypt",
        "form-scrypt": "`mod_auth_form`, scrypt"}
    rows, pairs = [], []
    for number, (server_name, _) in enumerate(SERVERS):
        loads = measure(number, rounds)
        for size_name, size in SIZES:
            for name, shown in names.items():
                runs = loads.get((name, size))
                if not runs:
                    continue
                ratio = median(run[0] / plain[0] for run, plain in zip(runs, loads["plain", size]))
                rate, half, most = (median(values) for values in zip(*runs))
                rows.append((
                    server_name, size_name, shown, "%.0f" % rate, "%.4f" % ratio, "%.2f" % (half * 1e3), "%.2f" % (most * 1e3)))
        earlier, now = ([run[0] for run in loads.get((name, SIZES[0][1]), [])] for name in ("earlier", "now"))
        if earlier:
            pairs.append((
                server_name, median(earlier), median(now), median(new / old for new, old in zip(now, earlier))))
    table(("server", "file", "folder", "requests/s", "× unguarded", "p50, ms", "p99, ms"), rows, texts=3)
    if pairs:
        print("Before: %s." % os.environ.get("BEFORE_NAME", BEFORE))
        table(("server", "file", "before, requests/s", "now, requests/s", "ratio"), [
            (server_name, SIZES[0][0], "%.0f" % earlier, "%.0f" % now, "%.2f" % ratio)
            for server_name, earlier, now, ratio in pairs], texts=2)
    for server_name, _, _, ratio in pairs:
        bar("requests per second of `guard.cgi`, a page of 10 kB, %s" % server_name, "at least 1.15 × those of before",
            "%.2f" % ratio, ratio >= 1.15)


main()
