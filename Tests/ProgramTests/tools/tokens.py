"""Signs the tokens of TokenTests.swift without the project's code: hmac and base64 of Python's library.

Reads the secret from standard input and prints a JSON object: accepted and refused tokens by name.
"""
import base64
import hashlib
import hmac
import json
import sys
import time

secret = sys.stdin.buffer.read()
now = int(time.time())
HEADER = {"alg": "HS256", "typ": "JWT"}
CLAIMS = {"sub": "1", "email": "ada@example.com", "iat": now, "exp": now + 600, "jti": "1"}


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def dump(value):
    return value if isinstance(value, bytes) else json.dumps(value).encode()


def sign(header=HEADER, claims=CLAIMS, key=secret, digest=hashlib.sha256):
    signed = b64(dump(header)) + b"." + b64(dump(claims))
    return (signed + b"." + b64(hmac.new(key, signed, digest).digest())).decode()


def claims(**changes):
    """The claims with these changed; None removes one."""
    merged = {**CLAIMS, **changes}
    return sign(claims={name: value for name, value in merged.items() if value is not None})


def header(**changes):
    merged = {**HEADER, **changes}
    return sign(header={name: value for name, value in merged.items() if value is not None})


good = sign()
head, body, signature = good.split(".")
accepted = {
    "plain": good,
    "no typ": header(typ=None),
    "typ in lower case": header(typ="jwt"),
    "further claims": claims(role="admin", nested={"a": [1, 2]}),
    "times with fractions": claims(iat=now + 0.5, exp=now + 600.25),
    "expired within the leeway": claims(exp=now - 1),
    "issued within the leeway": claims(iat=now + 50),
    "not before, within the leeway": claims(nbf=now + 50),
    "another issuer": claims(iss="https://elsewhere.example"),
    "kid of nobody": header(kid="nobody"),
    "kid a path": header(kid="../../../../dev/null"),
    "kid a query": header(kid="' OR 1=1 --"),
    "kid empty": header(kid=""),
    "further header members": header(cty="JWT", x5t="x", unknown={"crit": ["exp"]}),
}
refused = {
    "expired": claims(exp=now - 600),
    "issued in the future": claims(iat=now + 900),
    "not yet": claims(nbf=now + 900),
    "another key": sign(key=b"x" * 32),
    "another key, kid of nobody": sign({**HEADER, "kid": "nobody"}, key=b"x" * 32),
    "empty key": sign(key=b""),
    "an audience": claims(aud="elsewhere"),
    "audiences": claims(aud=["elsewhere"]),
    "audience null": sign(claims=dump(CLAIMS)[:-1] + b', "aud": null}'),
    "kid a number": header(kid=1),
    "alg a number": header(alg=256),
    "alg missing": header(alg=None),
    "alg HS384": sign({"alg": "HS384", "typ": "JWT"}, digest=hashlib.sha384),
    "alg HS512": sign({"alg": "HS512", "typ": "JWT"}, digest=hashlib.sha512),
    "alg HS384 with a short signature": header(alg="HS384"),
    "alg RS256": header(alg="RS256"),
    "alg ES256": header(alg="ES256"),
    "alg hs256": header(alg="hs256"),
    "typ of another kind": header(typ="reset+jwt"),
    "typ at+jwt": header(typ="at+jwt"),
    "crit": header(crit=["exp"]),
    "crit empty": header(crit=[]),
    "crit null": sign({**HEADER, "crit": None}),
    "b64 and crit": header(b64=False, crit=["b64"]),
    "b64": header(b64=False),
    "jwk": header(jwk={"kty": "oct", "k": b64(secret).decode()}),
    "jku": header(jku="http://127.0.0.1:1/keys"),
    "x5u": header(x5u="http://127.0.0.1:1/cert"),
    "x5c": header(x5c=["AAAA"]),
    "zip": header(zip="DEF"),
    "header doubles alg": sign(header=b'{"alg":"HS256","alg":"HS256"}'),
    "header doubles alg by an escape": sign(header=b'{"alg":"HS256","\\u0061lg":"none"}'),
    "header not an object": sign(header=b'["HS256"]'),
    "header empty": sign(header=b""),
    "header with a tail": sign(header=dump(HEADER) + b"x"),
    "claims not an object": sign(claims=b"[]"),
    "claims empty": sign(claims=b""),
    "claims not UTF-8": sign(claims=dump(CLAIMS)[:-1] + b', "x": "\xff"}'),
    "claims double exp": sign(claims=dump(CLAIMS)[:-1] + b', "exp": 1}'),
    "claims double exp by an escape": sign(claims=dump(CLAIMS)[:-1] + b', "\\u0065xp": 1}'),
    "claims too deep": sign(claims=dump(CLAIMS)[:-1] + b', "x": ' + b"[" * 500 + b"]" * 500 + b"}"),
    "sub missing": claims(sub=None),
    "sub empty": claims(sub=""),
    "sub a number": claims(sub=1),
    "email missing": claims(email=None),
    "email a list": claims(email=["ada@example.com"]),
    "email no address": claims(email="ada"),
    "email with a line": claims(email="ada@example.com\r\nX: 1"),
    "jti missing": claims(jti=None),
    "jti a number": claims(jti=1),
    "two segments": head + "." + body,
    "two segments and a dot": head + "." + body + ".",
    "four segments": good + "." + signature,
    "six segments": good + "." + good,
    "a dot before": "." + good,
    "padding": good + "=",
    "padding in the middle": head + "=." + body + "." + signature,
    "trailing bits": good[:-1] + chr(ord(good[-1]) + 1),
    "signature cut": good[:-1],
    "signature of 31 bytes": head + "." + body + "." + signature[:-2],
    "signature longer": good + "AAAA",
    "claims changed": head + "." + b64(dump({**CLAIMS, "sub": "2"})).decode() + "." + signature,
    "other alphabet": good.replace("-", "+").replace("_", "/") + "+",
    "line end": good + "\n",
    "5,000 bytes": claims(x="x" * 3700),
}
for alg in ("none", "None", "NONE", "nOnE", "", None):
    unsigned = {"typ": "JWT"} if alg is None else {"alg": alg, "typ": "JWT"}
    start = (b64(dump(unsigned)) + b"." + b64(dump(CLAIMS))).decode()
    refused[f"alg {alg}, no signature"] = start + "."
    refused[f"alg {alg}, our signature"] = sign(header=unsigned)
for claim in ("exp", "iat", "nbf"):
    for name, text in {
        "a string": b'"%d"' % (now + 600), "negative": b"-1", "1e300": b"1e300", "1e400": b"1e400", "2^63": b"9223372036854775808",
        "2^64": b"18446744073709551616", "-2^63": b"-9223372036854775808", "null": b"null", "true": b"true", "a list": b"[1]",
        "400 digits": b"9" * 400, "NaN": b"NaN", "Infinity": b"Infinity", "hexadecimal": b"0x7fffffff",
    }.items():
        others = dump({key: value for key, value in CLAIMS.items() if key != claim})
        refused[f"{claim} {name}"] = sign(claims=others[:-1] + b', "' + claim.encode() + b'": ' + text + b"}")
for claim in ("exp", "iat"):
    refused[f"{claim} missing"] = claims(**{claim: None})

json.dump({"accepted": accepted, "refused": refused}, sys.stdout)
