#!/usr/bin/python3
"""The job of protected.cgi, written plainly in Python with PyJWT."""
import json
import os
from http.cookies import SimpleCookie

import jwt


def answer(status, message):
    print("Status: %s\nContent-Type: application/json\nCache-Control: no-store\n" % status)
    print(json.dumps({"message": message}, separators=(",", ":")), end="")


cookies = SimpleCookie(os.environ.get("HTTP_COOKIE", ""))
if "authToken" not in cookies:
    answer("401 Unauthorized", "Unauthorized")
else:
    try:
        claims = jwt.decode(
            cookies["authToken"].value, os.environ["JWT_SECRET"], algorithms=["HS256"], options={"require": ["exp"]})
        answer("200 OK", "Welcome, %s!" % claims["email"])
    except jwt.InvalidTokenError:
        answer("401 Unauthorized", "Invalid Token")
