"""What asks a site on 127.0.0.1 for much at once: one request a connection."""
import asyncio
import json

PASSWORD = "nine herons at dawn"


async def ask(port, method, program, body="", *fields):
    """The kind of the answer ("200", "503+" with Retry-After, "none" and so on), and the whole of it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    lines = [f"{method} /cgi-bin/{program}.cgi HTTP/1.0", "Host: 127.0.0.1", *fields]
    if method == "POST":
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
    answer = (await reader.read(-1)).decode()
    writer.close()
    status = answer.split(" ")[1] if answer.startswith("HTTP/") else "none"
    return status + "+" * ("\nretry-after: " in answer.lower()), answer


async def post(port, program, email):
    """The same, of a program that takes credentials."""
    return await ask(port, "POST", program, json.dumps({"email": email, "password": PASSWORD}))
