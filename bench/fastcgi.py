#!/usr/bin/python3
"""Requests per second of programs that stay, under real web servers. `make bench` runs this.

Argument: how many rounds, 6 unless given. In each round everything is asked for a second, in random order, by
wrk with eight connections that are kept open. Every program has four processes.
"""
import contextlib
import os
import random
import shutil
import socket
import subprocess
import sys

import progress
from programs import (
    DEFAULT_HASH, PROJECT, WELCOME, Site, bar, broken, chart, compiled, end_when_told, folder, median, program, table)
from servers import check, free_port, is_listening, load, php_fpm, started

CONNECTIONS = 8
PROCESSES = 4
OWN, PHP, FIXED = "`protected.cgi`", "PHP, php-fpm, the signature alone", "C, libfcgi, a fixed answer"
PLAIN, GUARDED = "a file of 10 kB", "the same behind the authorizer"
LET_IN = "the same behind C, libfcgi, that lets everybody in"
SERVERS = ("lighttpd", "Apache", "nginx")
# As whom the servers run where this is root.
USER = ["setpriv", "--reuid", "www-data", "--regid", "www-data", "--clear-groups"]


def as_user(command):
    return USER + command if os.geteuid() == 0 else command


@contextlib.contextmanager
def staying(path, where, environment):
    """Processes of a program on one socket until the end of the block."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(where)
        os.chmod(where, 0o666)
        listener.listen(128)
        processes = [
            subprocess.Popen(as_user([path]), stdin=listener, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
            for _ in range(PROCESSES)]
        try:
            yield
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait()


def lighttpd(here, port, settings, fpm):
    pairs = ", ".join('"%s" => "%s"' % pair for pair in settings.items())
    return ["lighttpd", "-D", "-f"], """
server.bind = "127.0.0.1"
server.port = %(port)d
server.document-root = "%(here)s/public"
server.max-keep-alive-requests = 1000000
server.modules += ( "mod_fastcgi", "mod_setenv" )
setenv.add-environment = ( %(pairs)s )
$HTTP["url"] =~ "^/own$" { fastcgi.server = ( "" => (( "socket" => "%(here)s/own", "check-local" => "disable" )) ) }
$HTTP["url"] =~ "^/fixed$" { fastcgi.server = ( "" => (( "socket" => "%(here)s/fixed", "check-local" => "disable" )) ) }
$HTTP["url"] =~ "^/members/" { fastcgi.server = ( "" => (( "socket" => "%(here)s/own", "check-local" => "disable",
  "mode" => "authorizer", "docroot" => "%(here)s/public" )) ) }
$HTTP["url"] =~ "^/let-in/" { fastcgi.server = ( "" => (( "socket" => "%(here)s/authorizer", "check-local" => "disable",
  "mode" => "authorizer", "docroot" => "%(here)s/public" )) ) }
""" % {"port": port, "here": here, "pairs": pairs} + ("""
fastcgi.server += ( ".php" => (( "socket" => "%s" )) )
""" % fpm if fpm else "")


def apache(here, port, settings, fpm):
    modules = "".join(
        "LoadModule %s_module /usr/lib/apache2/modules/mod_%s.so\n" % (name, name)
        for name in ("mpm_event", "authz_core", "alias", "env", "proxy", "proxy_fcgi"))
    handlers = "".join("""
<Location "/%s">
  SetHandler "proxy:unix:%s/%s|fcgi://bench"
</Location>
""" % (name, here, name) for name in ("own", "fixed"))
    return ["apache2", "-D", "FOREGROUND", "-f"], modules + """
ServerName localhost
ServerRoot "%(here)s"
DefaultRuntimeDir "%(here)s"
PidFile "%(here)s/pid"
ErrorLog "|/bin/cat"
Listen 127.0.0.1:%(port)d
DocumentRoot "%(here)s/public"
MaxKeepAliveRequests 0
ProxyFCGIBackendType GENERIC
%(settings)s
""" % {"here": here, "port": port, "settings": "".join('SetEnv %s "%s"\n' % pair for pair in settings.items())} + handlers + ("""
ProxyPassMatch "^/(protected\\.php)$" "unix:%s|fcgi://localhost%s/public/$1"
""" % (fpm, here) if fpm else "")


def nginx(here, port, settings, fpm):
    names = ("SCRIPT_NAME", "REQUEST_METHOD", "QUERY_STRING", "REQUEST_URI", "SERVER_NAME", "SERVER_PORT", "REMOTE_ADDR")
    values = ("$fastcgi_script_name", "$request_method", "$query_string", "$request_uri", "$server_name", "$server_port", "$remote_addr")
    parameters = "".join("fastcgi_param %s %s;\n" % pair for pair in zip(names, values)) + "".join(
        'fastcgi_param %s "%s";\n' % pair for pair in settings.items())
    paths = "".join("%s_temp_path %s/%s;\n" % (kind, here, kind) for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    places = "".join("location = /%s { fastcgi_pass unix:%s/%s; }\n" % (name, here, name) for name in ("own", "fixed"))
    if fpm:
        places += "location ~ \\.php$ { fastcgi_pass unix:%s; }\n" % fpm
    return ["nginx", "-e", "stderr", "-c"], """
daemon off;
worker_processes 1;
pid %s/pid;
events {}
http {
access_log off;
keepalive_requests 10000000;
%s
server {
listen 127.0.0.1:%d;
root %s/public;
%s
fastcgi_param SCRIPT_FILENAME %s/public$fastcgi_script_name;
%s
}
}
""" % (here, paths, port, here, parameters, here, places)


def measure(number, rounds):
    """The loads of every path under one of the servers, name by name; and whether php-fpm is missing."""
    name = SERVERS[number]
    here, port = folder(), free_port()
    site = Site(os.path.join(here, "auth-data"), DEFAULT_HASH)
    token = site.token()
    os.mkdir(os.path.join(here, "public"))
    for name_of_folder in ("members", "let-in"):
        os.mkdir(os.path.join(here, "public", name_of_folder))
    for place in ("file.bin", "members/file.bin", "let-in/file.bin"):
        with open(os.path.join(here, "public", place), "wb") as file:
            file.write(os.urandom(10_000))
    shutil.copy(os.path.join(PROJECT, "bench", "peers", "protected.php"), os.path.join(here, "public"))
    peers = {}
    for peer in ("fixed", "authorizer"):
        peers[peer] = os.path.join(here, peer + ".program")
        os.rename(compiled("peers/%s.c" % peer, here, "-lfcgi", static=False), peers[peer])
    own = shutil.copy(program("protected"), here)
    with contextlib.ExitStack() as stack:
        fpm = stack.enter_context(php_fpm(site.secret(), PROCESSES))
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", "www-data:www-data", here], check=True)
        stack.enter_context(staying(own, os.path.join(here, "own"), {}))
        for peer, path in peers.items():
            stack.enter_context(staying(path, os.path.join(here, peer), {}))
        command, text = {"lighttpd": lighttpd, "Apache": apache, "nginx": nginx}[name](here, port, site.settings, fpm)
        with open(os.path.join(here, "conf"), "w") as file:
            file.write(text)
        path = os.environ["PATH"] + ":/usr/sbin"
        stack.enter_context(started(
            as_user(command + [file.name]), lambda: is_listening(port), env={**os.environ, "PATH": path}))
        cookie = "authToken=" + token
        paths = {OWN: "/own", FIXED: "/fixed"}
        if fpm:
            paths[PHP] = "/protected.php"
        if name == "lighttpd":
            paths.update({PLAIN: "/file.bin", GUARDED: "/members/file.bin", LET_IN: "/let-in/file.bin"})
        for path in paths.values():
            if not path.endswith(".bin"):
                check(port, path, cookie, 200, WELCOME)
        for path in ("/own",) + (("/protected.php",) if fpm else ()):
            check(port, path, "authToken=" + broken(token), 401, '"Invalid Token"')
        if name == "lighttpd":
            check(port, "/members/file.bin", None, 401, '"Unauthorized"')
        # Tables are kept open once they have not changed for a second, and programs are warm.
        for path in paths.values():
            load(port, path, cookie, 2, CONNECTIONS)
        loads = {path: [] for path in paths}
        order = [path for _ in range(rounds) for path in random.sample(list(paths), len(paths))]
        for turn, path in enumerate(order):
            loads[path].append(load(port, paths[path], cookie, 1, CONNECTIONS))
            progress.tell(turn + 1, len(order), name + ", FastCGI", number / len(SERVERS), (number + 1) / len(SERVERS))
    return loads, not fpm


def ratio(loads, one, other):
    """The ratio of two loads, round by round."""
    return median(a[0] / b[0] for a, b in zip(loads[one], loads[other]))


def main():
    end_when_told()
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    print("## By FastCGI\n")
    print("Programs that stay, %d processes each, on Unix sockets. The server, the programs and the load generator, wrk" % PROCESSES)
    print("with %d kept connections, share the processors. Each was asked for a second at a time, in random order. The" % CONNECTIONS)
    print("figures are medians. `protected.cgi` checks the signature, the end, and by keyed reads whether the token was")
    print("logged out, its session has ended, and its user is there. PHP checks the signature and the end alone. Under")
    print("Apache it is mod_proxy_fcgi that asks.")
    rows, groups, met = [], [], []
    for number, name in enumerate(SERVERS):
        loads, is_without_php = measure(number, rounds)
        groups.append({"name": name, "bars": []})
        for path, runs in loads.items():
            rate, half, most = (median(values) for values in zip(*runs))
            role = "own" if path in (OWN, GUARDED) else "floor" if path in (FIXED, PLAIN, LET_IN) else "peer"
            groups[-1]["bars"].append({"label": path.replace("`", ""), "value": round(rate), "role": role})
            rows.append((name, path, "%.0f" % rate, "%.2f" % (half * 1e3), "%.2f" % (most * 1e3)))
        met.append((name, "C program's", 0.8, ratio(loads, OWN, FIXED)))
        if is_without_php:
            print("\nNot measured, because not installed: `apt-get install --no-install-recommends php-fpm`.")
        else:
            met.append((name, "PHP-FPM's", 1, ratio(loads, OWN, PHP)))
        if name == "lighttpd":
            authorized, let_in = ratio(loads, GUARDED, PLAIN), ratio(loads, LET_IN, PLAIN)
    chart("fastcgi", kind="bars", title="Requests per second by FastCGI", unit="a second", groups=groups)
    table(("server", "what", "requests/s", "p50, ms", "p99, ms"), rows, texts=2)
    for name, whose, least, measured in met:
        bar("requests per second of `protected.cgi` by FastCGI under %s" % name, "at least %.1f × the %s" % (least, whose),
            "%.2f" % measured, measured >= least)
    bar("requests per second of a file of 10 kB behind the authorizer, lighttpd", "at least 0.3 × the unguarded file's",
        "%.2f; %.2f behind a C program that lets everybody in" % (authorized, let_in), authorized >= 0.3)


if __name__ == "__main__":
    main()
