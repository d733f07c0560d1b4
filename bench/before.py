"""The programs of before, which `make bench BEFORE=...` measures beside those of now."""
import os
import subprocess
import sys

from programs import PROJECT

CHECKOUT = os.path.join(PROJECT, ".build-before")
PROGRAMS = ("register", "login", "guard")


def git(*words):
    result = subprocess.run(["git", "-C", PROJECT, *words], stdout=subprocess.PIPE, text=True)
    if result.returncode != 0:
        sys.exit("BEFORE is neither a folder with programs nor a revision of this repository")
    return result.stdout.strip()


def built(given):
    """The folder of the programs of a revision, which are built in .build-before/,
    or of a folder; and their name.

    The revision's own Makefile builds them. What is built there already is not built anew.
    """
    if os.path.isdir(given):
        folder, name = os.path.abspath(given), "the programs of another folder"
    else:
        revision = git("rev-parse", "--verify", "--quiet", "--end-of-options", given + "^{commit}")
        folder, name = os.path.join(CHECKOUT, "cgi-bin"), "revision " + revision[:10]
        print("-- building %s in .build-before/" % name, flush=True)
        commands = [] if os.path.isdir(CHECKOUT) else [
            ["git", "clone", "--quiet", "--shared", "--no-checkout", PROJECT, CHECKOUT]]
        commands += [
            ["git", "-C", CHECKOUT, "fetch", "--quiet", "origin"],
            ["git", "-C", CHECKOUT, "checkout", "--quiet", "--force", "--detach", revision],
            ["make", "--no-print-directory", "-C", CHECKOUT, "build"]]
        # make's own variables are those of this run.
        own = ("MAKEFLAGS", "MFLAGS", "BEFORE")
        environment = {variable: value for variable, value in os.environ.items() if variable not in own}
        for command in commands:
            if subprocess.run(command, env=environment, stdout=sys.stderr).returncode != 0:
                sys.exit("the programs of before could not be built: %s" % " ".join(command))
    for program in PROGRAMS:
        if not os.access(os.path.join(folder, program + ".cgi"), os.X_OK):
            sys.exit("%s has no %s.cgi" % (folder, program))
    return folder, name
