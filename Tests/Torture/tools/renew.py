"""refresh.cgi, and the session of a login, at every one of their system calls.

  renew.py kill killed there, and at instructions in between: the refresh token that the client has is good
  renew.py fail ERROR the call fails      renew.py full ERROR so does every call from there on that needs room
  renew.py short a write is cut short
  renew.py login-fail ERROR the same of the first login's session: it succeeds without one, or is 503
"""
import errno
import os
import shutil

from store import SILENCING, Site, Stops, check, main, naming, points

EMAIL = "user@example.com"


def login(site):
    answer = site.login(EMAIL)
    check(answer.status == 200 and "authRefresh" in answer.cookies, "login", answer)
    return answer.cookies


def status(site, cookies):
    return site.run("protected", token=cookies["authToken"]).status


def prepare(folder):
    shutil.rmtree(folder, ignore_errors=True)
    os.mkdir(folder)
    site = Site(folder + "/data")
    check(site.register(EMAIL).status == 200, "register")
    login(site)
    return login(site), login(site)


def verdict(site, cookies, other, answer):
    """What must hold whatever happened: the client has the answer, or asks again with what it had."""
    check(status(site, cookies) == 200, "the access token of before", answer)
    if answer.status == 200 and "authRefresh" in answer.cookies:
        check(status(site, answer.cookies) == 200, "the new access token", answer)
        newest = answer.cookies["authRefresh"]
    else:
        newest = cookies["authRefresh"]
    again = site.run("refresh", refresh=cookies["authRefresh"])
    check(again.status == 200 and status(site, again.cookies) == 200, "the token of before, again", again, answer)
    if answer.status == 200 and "authRefresh" in answer.cookies:
        check(again.cookies["authRefresh"] == newest, "another successor", again, answer)
    last = site.run("refresh", refresh=again.cookies["authRefresh"])
    check(last.status == 200 and status(site, last.cookies) == 200, "the next renewal", last, answer)
    check(status(site, other) == 200, "another session is gone", answer)
    check(site.run("refresh", refresh=other["authRefresh"]).status == 200, "another session is not renewed", answer)
    check(site.register("later@example.com").status == 200, "register afterwards")


def after_login(site, other, answer):
    check(answer.status in (200, 503), "login", answer)
    if answer.status == 200:
        check(status(site, answer.cookies) == 200, "the token of a login", answer)
        if "authRefresh" in answer.cookies:
            check(site.run("refresh", refresh=answer.cookies["authRefresh"]).status == 200, "its session", answer)
        else:
            check("session-unavailable " in answer.errors, "no session, and no reason", answer)
    check(status(site, other) == 200, "another session is gone", answer)
    login(site)


def body(folder, mode, error="ENOSPC"):
    stops = Stops(folder)
    is_login = mode.startswith("login-")
    mode = mode.removeprefix("login-")
    counts = {"stops": 0, "answers_200": 0, "answers_503": 0, "answers_0": 0, "without_session": 0}
    template = folder + "/template"
    cookies, other = prepare(template)

    def one(how, stop=0, argument=0):
        shutil.rmtree(folder + "/run", ignore_errors=True)
        shutil.copytree(template, folder + "/run", symlinks=True)
        site = Site(folder + "/run/data")
        # The copy's files are not those of the note: this makes a spare that is.
        login(site)
        wrapper = stops.at(how, stop, argument)
        if is_login:
            return site, site.run("login", EMAIL, wrapper=wrapper)
        return site, site.run("refresh", refresh=cookies["authRefresh"], wrapper=wrapper)

    site, answer = one("list")
    check(answer.status == 200 and "authRefresh" in answer.cookies, "unharmed", answer)
    listed, names = stops.calls(), stops.names()
    check(names.count("rename") == 3, "not the path that is meant:", names)
    own_start = max(call for call, name in enumerate(names) if name in ("prlimit64", "readlink"))
    for call, stop, steps in points(mode, names):
        name, descriptor = listed[call]
        site, answer = one(mode, stop, getattr(errno, error) if steps is None else steps)
        with naming(mode, "at call", call, name, descriptor):
            if is_login:
                if call > own_start and name not in SILENCING and descriptor != 1 and name != "exit_group":
                    after_login(site, other, answer)
            else:
                verdict(site, cookies, other, answer)
                # Until the settings are read, a program cannot answer as it should.
                if mode != "kill" and call > own_start and name not in SILENCING and descriptor != 1 \
                        and name != "exit_group":
                    check(answer.status in (200, 500, 503), answer)
        counts["stops"] += 1
        counts["without_session"] += "session-unavailable " in answer.errors
        counts[f"answers_{answer.status or 0}"] = counts.get(f"answers_{answer.status or 0}", 0) + 1
    return counts


main(body)
