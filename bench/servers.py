#!/usr/bin/python3
"""Requests per second and response times under real web servers, beside the floor. `make bench` runs this.

Argument: how many rounds, 6 unless given. In each round everything is asked for a second, in random order, by
wrk with four connections that are kept open.
"""
import contextlib
import http.client
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import time

import peers
import progress
from programs import (
    DEFAULT_HASH, PROJECT, WELCOME, Site, bar, broken, chart, compiled, end_when_told, folder, median, table)

CONNECTIONS = 4
SERVERS = (
    ("Apache, event", {"SERVER": "apache", "MPM": "event"}),
    ("Apache, prefork", {"SERVER": "apache", "MPM": "prefork"}),
    ("lighttpd", {"SERVER": "lighttpd"}),
)
# Peers are slow, and need not be known as exactly: they take part in the first rounds.
PEER_ROUNDS = 2
# In the chart: what is called otherwise there, and what is no peer.
LABELS = {
    "floor": "floor: static C, only answers", "`protected.cgi`": "protected.cgi",
    "PHP, php-fpm": "PHP, php-fpm, stays running"}
ROLES = {"floor": "floor", "`protected.cgi`": "own"}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def configuration(server, programs, secret, fpm_socket):
    """What scripts/serve is to include: /bench/ runs the floor and the peers, /fpm/ goes to php-fpm."""
    if server["SERVER"] == "apache":
        text = """
ScriptAlias /bench/ "{0}/"
<Directory "{0}">
  AllowOverride None
  Options None
  Require all granted
  SetEnv JWT_SECRET {1}
  SetEnv REDIRECT_STATUS 200
</Directory>
"""
        fpm = """
LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_fcgi_module /usr/lib/apache2/modules/mod_proxy_fcgi.so
ProxyPassMatch "^/fpm/(protected\\.php)$" "unix:{2}|fcgi://localhost{0}/$1"
"""
    else:
        text = """
server.modules += ( "mod_alias", "mod_cgi", "mod_setenv" )
$HTTP["url"] =~ "^/bench/" {{
  alias.url = ( "/bench/" => "{0}/" )
  setenv.add-environment = ( "JWT_SECRET" => "{1}" )
  cgi.assign = ( ".cgi" => "", ".php" => "", ".pl" => "", ".py" => "" )
  cgi.execute-x-only = "enable"
}}
"""
        fpm = """
server.modules += ( "mod_fastcgi" )
$HTTP["url"] =~ "^/fpm/" {{
  alias.url = ( "/fpm/" => "{0}/" )
  fastcgi.server = ( ".php" => (( "socket" => "{2}" )) )
}}
"""
    return (text + fpm if fpm_socket else text).format(programs, secret, fpm_socket)


@contextlib.contextmanager
def started(command, is_ready, **options):
    """Runs a command until the end of the block. `is_ready` says whether it can be used."""
    log = os.path.join(folder(), "log")
    with open(log, "w") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, **options)
    try:
        deadline = time.monotonic() + 20
        while not is_ready():
            if process.poll() is not None or time.monotonic() > deadline:
                with open(log) as file:
                    sys.exit("%s did not start: %s" % (command[0], file.read()))
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def php_fpm(secret, processes=CONNECTIONS):
    """A php-fpm of our own, and the path of its socket; None where there is none."""
    command = peers.php_fpm()
    if not command:
        yield None
        return
    here = folder()
    path = os.path.join(here, "socket")
    with open(os.path.join(here, "conf"), "w") as file:
        file.write("[global]\nerror_log = /dev/stderr\n[bench]\nlisten = %s\npm = static\npm.max_children = %d\n" % (
            path, processes))
        file.write("env[JWT_SECRET] = %s\n" % secret)
        if os.geteuid() == 0:
            file.write("user = www-data\ngroup = www-data\nlisten.owner = www-data\n")
    with started([command, "--nodaemonize", "--fpm-config", file.name], lambda: os.path.exists(path)):
        yield path


def is_listening(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def check(port, path, cookie, status, expected):
    """Ends the benchmark where an answer is a wrong one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    text = answer.read().decode()
    if answer.status != status or expected not in text:
        sys.exit("%s answered %d %s" % (path, answer.status, text))


def load(port, path, cookie, seconds=1, connections=CONNECTIONS):
    """Asks for a second, or so many. Returns requests per second, and the times that 50 % and 99
    % do not exceed, in seconds."""
    output = subprocess.run(
        ["wrk", "--threads", "1", "--connections", str(connections), "--duration", "%ds" % seconds, "--timeout", "20s", "--latency",
         "--header", "Cookie: " + cookie, "http://127.0.0.1:%d%s" % (port, path)],
        capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        sys.exit("%s answered wrongly under load: %s" % (path, output))
    units = {"us": 1e-6, "ms": 1e-3, "s": 1, "m": 60}
    times = {part: float(number) * units[unit] for part, number, unit in re.findall(
        r"^ +(\d+)% +([\d.]+)(us|ms|s|m) *$", output, re.MULTILINE)}
    if "99" not in times:
        sys.exit("wrk had no times of %s: %s" % (path, output))
    return float(re.search(r"^Requests/sec: +([\d.]+)$", output, re.MULTILINE).group(1)), times["50"], times["99"]


def measure(number, rounds):
    """The loads of every path under one of the servers, name by name, and the packages that are missing."""
    server_name, server = SERVERS[number]
    site_folder, programs, port = folder(), folder(), free_port()
    site = Site(os.path.join(site_folder, "auth-data"), DEFAULT_HASH)
    token = site.token()
    os.rename(compiled("floor.c", programs), os.path.join(programs, "floor.cgi"))
    found, missing = peers.commands(programs)
    paths = {"floor": "/bench/floor.cgi", "`protected.cgi`": "/cgi-bin/protected.cgi"}
    own = list(paths)
    paths.update((name, "/bench/" + os.path.basename(path)) for name, path in found)
    with contextlib.ExitStack() as stack:
        fpm = stack.enter_context(php_fpm(site.secret()))
        if fpm and server.get("MPM") != "prefork":
            shutil.copy(os.path.join(PROJECT, "bench", "peers", "protected.php"), programs)
            paths["PHP, php-fpm"] = "/fpm/protected.php"
        elif not fpm:
            missing = missing + ["php-fpm"]
        with open(os.path.join(programs, "site.conf"), "w") as file:
            file.write(configuration(server, programs, site.secret(), fpm))
        environment = {
            **os.environ, **server, "PORT": str(port), "SITE_DIR": site_folder, "SITE_CONF": file.name, "TLS": ""}
        stack.enter_context(started(
            [os.path.join(PROJECT, "scripts", "serve")], lambda: is_listening(port), env=environment))
        for name, path in paths.items():
            check(port, path, "authToken=" + token, 200, WELCOME)
            if name != "floor":
                check(port, path, "authToken=" + broken(token), 401, '"Invalid Token"')
                check(port, path, None, 401, '"Unauthorized"')
            load(port, path, "authToken=" + token)
        loads = {name: [] for name in paths}
        order = []
        for turn in range(rounds):
            names = list(paths) if turn < PEER_ROUNDS else own
            order += random.sample(names, len(names))
        for turn, name in enumerate(order):
            loads[name].append(load(port, paths[name], "authToken=" + token))
            progress.tell(
                turn + 1, len(order), server_name + ", load", number / len(SERVERS), (number + 1) / len(SERVERS))
    return loads, missing


def main():
    end_when_told()
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    print("## Under a web server\n")
    print("The server, the programs and the load generator, wrk with %d kept connections, share the processors." % CONNECTIONS)
    print("Each was asked for a second at a time, in random order. The figures are medians. The ratio is that of")
    print("requests per second to the floor's in the same round. Under prefork, a program may have closed its output")
    print("but not quite ended yet. mod_cgi then waits 47 ms, because the server's library APR looks again only then.")
    print("That wait, not the programs, decides the figures there.")
    rows, ratios, missing, groups = [], {}, [], []
    for number, (server_name, _) in enumerate(SERVERS):
        loads, missing = measure(number, rounds)
        groups.append({"name": server_name, "bars": []})
        for name, runs in loads.items():
            ratio = median(run[0] / floor[0] for run, floor in zip(runs, loads["floor"]))
            ratios[server_name, name] = ratio
            rate, half, most = (median(values) for values in zip(*runs))
            groups[-1]["bars"].append({
                "label": LABELS.get(name, name), "value": round(rate), "role": ROLES.get(name, "peer")})
            rows.append((server_name, name, "%.0f" % rate, "%.2f" % ratio, "%.2f" % (half * 1e3), "%.2f" % (most * 1e3)))
    chart("requests", kind="bars", title="Requests per second: verify a token, answer", unit="a second", groups=groups)
    table(("server", "program", "requests/s", "× floor", "p50, ms", "p99, ms"), rows, texts=2)
    peers.print_advice(missing)
    ratio = ratios["lighttpd", "`protected.cgi`"]
    bar("requests per second of `protected.cgi` under lighttpd", "at least 0.65 × the floor's", "%.2f" % ratio, ratio >= 0.65)


if __name__ == "__main__":
    main()
