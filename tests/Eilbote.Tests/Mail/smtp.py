"""A mail server for tests. Its first line of output is its port; each mail it takes is a line of JSON.

What it does is asked for by the recipient's name: refused@ gets 550, later@ 451, spam@ 554 for the mail itself, lost@ no answer after
the mail was taken. Without a certificate it takes mail in clear, from anybody.
Ends when its standard input does.
"""
import asyncio
import json
import logging
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

# It tells of its own coming versions.
logging.getLogger("mail.log").setLevel(logging.ERROR)
_, certificate, key, user, password, port = sys.argv


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        code = {"refused": "550 5.1.1 no such user", "later": "451 4.7.1 greylisted"}.get(address.split("@")[0])
        if code:
            return code
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("spam@"):
            return "554 5.7.1 looks like spam"
        print(json.dumps({
            "to": envelope.rcpt_tos,
            "from": envelope.mail_from,
            "tls": session.ssl is not None,
            "login": session.authenticated,
            "session": session.peer[1],
            "content": envelope.content.decode("utf-8"),
        }), flush=True)
        if envelope.rcpt_tos[0].startswith("lost@"):
            server.transport.abort()
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login.decode() == user and data.password.decode() == password, handled=False)


async def serve():
    encrypted = {}
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        encrypted = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": authenticate}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Handler(), hostname="localhost", **encrypted), "127.0.0.1", int(port))
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(serve())
