"""The same job as protected.cgi's, written plainly in other languages: bench/peers/,
as far as it can be run here."""
import glob
import os
import shutil
import subprocess

from programs import BENCH, WELCOME, answer, broken, compiled


# Name, file in bench/peers/, a command that fails where something is missing, Debian packages.
SCRIPTS = (
    ("PHP, php-cgi", "protected.php", ["/usr/bin/php-cgi", "-v"], "php-cgi"),
    ("Perl, CGI.pm and Crypt::JWT", "protected.pl", ["/usr/bin/perl", "-MCGI", "-MCrypt::JWT", "-e1"],
     "libcgi-pm-perl libcrypt-jwt-perl"),
    ("Python, PyJWT", "protected.py", ["/usr/bin/python3", "-c", "import jwt"], "python3-jwt"),
)


def works(command):
    return os.path.exists(command[0]) and subprocess.run(command, capture_output=True).returncode == 0


def commands(into):
    """The peers that can be run here, as name and path, put into a folder; and the packages of the others."""
    found = [("C, libcrypto linked dynamically", compiled("peers/protected.c", into, "-lcrypto", static=False))]
    # A web server tells by the name's end what it may run.
    os.rename(found[0][1], found[0][1] + ".cgi")
    found[0] = (found[0][0], found[0][1] + ".cgi")
    missing = []
    for name, file, check, packages in SCRIPTS:
        if works(check):
            found.append((name, shutil.copy(os.path.join(BENCH, "peers", file), into)))
        else:
            missing.append(packages)
    return found, missing


def php_fpm():
    """The path of php-fpm, whose name has PHP's version in it, or None."""
    return next(iter(sorted(glob.glob("/usr/sbin/php-fpm*"))), None)


def request(site, path, token, expected):
    """A request for a peer. The secret comes by the environment; php-cgi wants to know its script and
    that a web server called it."""
    variables = {"JWT_SECRET": site.secret(), "SCRIPT_FILENAME": path, "REDIRECT_STATUS": "200"}
    return site.protected(token, expected, [path], **variables)


def check(site, path, token):
    """Ends the benchmark where a peer does not do the job."""
    for given, expected in ((token, WELCOME), (broken(token), '"Invalid Token"'), (None, '"Unauthorized"')):
        answer(request(site, path, given, expected))


def print_advice(missing):
    """Says what to install for the peers that are missing."""
    if missing:
        print("Not measured, because not installed: `apt-get install --no-install-recommends %s`.\n" % " ".join(missing))
