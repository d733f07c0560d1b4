"""Reads mails as Python's email does, with nothing forgiven: mails.py <file>... prints a JSON object for
each."""
import email
import email.header
import email.policy
import email.utils
import json
import re
import sys

for path in sys.argv[1:]:
    with open(path, "rb") as file:
        content = file.read()
    mail = email.message_from_bytes(content, policy=email.policy.strict.clone(linesep="\n"))
    sender = mail["From"].addresses[0]
    # The new interface puts a space between two encoded words of a name, which RFC 2047 section 6.2 forbids.
    name = email.utils.parseaddr(email.message_from_bytes(content)["From"])[0]
    # Lines end in CR LF in base64 (RFC 2045 section 6.8), and as they came in quoted-printable.
    body = mail.get_content().replace("\r\n", "\n")
    defects = mail.defects + [defect for value in mail.values() for defect in getattr(value, "defects", [])]
    others = re.search(rb"^(Bcc|Cc|Reply-To|Return-Path|Sender):", content, re.M | re.I)
    print(json.dumps({
        "names": [name.lower() for name in mail.keys()],
        "defects": [repr(defect) for defect in defects],
        "name": str(email.header.make_header(email.header.decode_header(name))),
        "from": sender.addr_spec,
        "senders": len(mail["From"].addresses),
        "to": [address.addr_spec for address in mail["To"].addresses],
        "subject": str(mail["Subject"]),
        "date": mail["Date"].datetime.timestamp(),
        "id": str(mail["Message-ID"]),
        "language": str(mail["Content-Language"]),
        "automatic": str(mail["Auto-Submitted"]),
        "suppress": str(mail["X-Auto-Response-Suppress"]),
        "type": mail.get_content_type(),
        "charset": mail.get_content_charset(),
        "encoding": str(mail["Content-Transfer-Encoding"]),
        "body": body,
        "longest": max(len(line) for line in content.split(b"\n")),
        "isASCII": content.isascii(),
        "hasReturn": b"\r" in content,
        "hasOthers": bool(others),
    }))
