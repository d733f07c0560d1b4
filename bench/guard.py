#!/usr/bin/python3
"""Requests per second for a guarded file, beside the same file unguarded, and beside Apache's own form login. `make bench` runs
this.

Argument: how many rounds, 8 unless given. In each round everything is asked for a second, in random order, by wrk with
four connections that are kept open.
"""
import contextlib
import http.client
import os
import random
import subprocess
import sys
import urllib.parse

from programs import DEFAULT_HASH, EMAIL, PASSWORD, PROJECT, Site, end_when_told, folder, median, table
from servers import CONNECTIONS, SERVERS, check, free_port, is_listening, load, started

# Bytes: a page, a picture.
SIZES = (("page of 10 kB", 10_000), ("picture of 1 MB", 1_000_000))
# The folders of mod_auth_form: the hash that each verifies, anew at every request, and where it is read from.
FORMS = {
    "form-bcrypt": "AuthFormProvider file\nAuthUserFile \"{0}/htpasswd\"",
    "form-scrypt": "AuthFormProvider dbm\nAuthDBMType GDBM\nAuthDBMUserFile \"{0}/auth-data/users.gdbm\"",
}
# One verification of scrypt takes 0.12 s: it is asked for longer, once, and a picture takes the same.
SLOW = "form-scrypt"


def configuration(server, site):
    """What scripts/serve is to include: `members` is guarded, and under Apache the folders of mod_auth_form."""
    if server["SERVER"] != "apache":
        return """
server.modules += ( "mod_cgi" )
$HTTP["url"] =~ "^/members/" {
  cgi.assign = ( "" => "%s/cgi-bin/guard.cgi" )
  cgi.execute-x-only = "disable"
}
""" % site
    names = ("authn_core", "authn_file", "authn_dbm", "authz_user", "auth_form", "session", "session_cookie", "request")
    text = "".join("LoadModule %s_module /usr/lib/apache2/modules/mod_%s.so\n" % (name, name) for name in names)
    for name, provider in FORMS.items():
        form = "AuthType form\nAuthName %s\n%s\nSession On\nSessionCookieName %s path=/\n" % (
            name, provider.format(site), name)
        text += "<Directory \"%s/public/%s\">\nAllowOverride None\n%sRequire valid-user\n</Directory>\n" % (site, name, form)
        text += "<Location \"/login/%s\">\nSetHandler form-login-handler\n%s</Location>\n" % (name, form)
    return text


def fill(site, folders):
    for name in folders:
        os.makedirs(os.path.join(site, "public", name))
        for _, size in SIZES:
            with open(os.path.join(site, "public", name, "%d.html" % size), "w") as file:
                file.write("nine herons\n" * (size // 12) + "x" * (size % 12))
    with open(os.path.join(site, "public", "members", ".htaccess"), "w") as file:
        file.write("Action members /cgi-bin/guard.cgi virtual\nSetHandler members\n")
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


def measure(server, rounds):
    """The loads under one server, by folder and size."""
    site, port = folder(), free_port()
    token = Site(os.path.join(site, "auth-data"), DEFAULT_HASH).token()
    folders = ["plain", "members"] + (list(FORMS) if server["SERVER"] == "apache" else [])
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
        keys = [(name, size) for name in folders for _, size in SIZES if name != SLOW or size == SIZES[0][1]]
        for name, size in keys:
            check(port, "/%s/%d.html" % (name, size), cookies[name], 200, "nine herons")
            if name != "plain":
                check(port, "/%s/%d.html" % (name, size), None, 401, "")
        loads = {key: [] for key in keys}
        for number in range(rounds):
            for name, size in random.sample(keys, len(keys)):
                if name != SLOW or number == 0:
                    seconds = 10 if name == SLOW else 1
                    loads[name, size].append(load(port, "/%s/%d.html" % (name, size), cookies[name], seconds))
    return loads


def main():
    end_when_told()
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    print("## Guarded files\n")
    print("The same file in three folders: unguarded, behind `guard.cgi`, and under Apache behind its own form login,")
    print("`mod_auth_form`, which keeps the password in the cookie and verifies it at every request: with bcrypt of")
    print("htpasswd's cost 5, and with the scrypt hash of our own user file, by its dbm provider. wrk with %d kept" % CONNECTIONS)
    print("connections, a second at a time, in random order; medians. The ratio is to the unguarded file in the same round.")
    names = {
        "plain": "unguarded", "members": "`guard.cgi`", "form-bcrypt": "`mod_auth_form`, bcrypt",
        "form-scrypt": "`mod_auth_form`, scrypt"}
    rows = []
    for server_name, server in SERVERS:
        loads = measure(server, rounds)
        for size_name, size in SIZES:
            for name, shown in names.items():
                runs = loads.get((name, size))
                if not runs:
                    continue
                ratio = median(run[0] / plain[0] for run, plain in zip(runs, loads["plain", size]))
                rate, half, most = (median(values) for values in zip(*runs))
                rows.append((
                    server_name, size_name, shown, "%.0f" % rate, "%.4f" % ratio, "%.2f" % (half * 1e3), "%.2f" % (most * 1e3)))
    table(("server", "file", "folder", "requests/s", "× unguarded", "p50, ms", "p99, ms"), rows, texts=3)


main()
