"""Answers Postfix, which asks whether a user and password are right, as Dovecot does (its auth protocol
1.2), on a socket: passwords.py <socket> <user> <password>."""
import base64
import os
import socketserver
import sys


class Answers(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(
            b"VERSION\t1\t2\nMECH\tPLAIN\tplaintext\nMECH\tLOGIN\tplaintext\nSPID\t1\nCUID\t1\nCOOKIE\tx\nDONE\n")
        for line in self.rfile:
            words = line.decode().rstrip("\n").split("\t")
            if words[0] == "AUTH":
                given = next((word[5:] for word in words if word.startswith("resp=")), "")
                _, user, password = (base64.b64decode(given).decode().split("\0") + ["", ""])[:3]
                is_right = [user, password] == sys.argv[2:]
                self.wfile.write(("OK\t%s\tuser=%s\n" if is_right else "FAIL\t%s\tuser=%s\n").encode()
                                 % (words[1].encode(), user.encode()))


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


server = Server(sys.argv[1], Answers)
os.chmod(sys.argv[1], 0o666)
print("ready", flush=True)
server.serve_forever()
