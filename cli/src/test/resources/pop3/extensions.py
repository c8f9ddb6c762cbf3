# Reads with poplib what this server offers beyond RFC 1939, and what it says when it refuses. A line for each thing that is seen.
import poplib
import smtplib
import ssl
import sys

smtp_port, port, alice, alices, bob, bobs = sys.argv[1:7]
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE


def connect():
    pop = poplib.POP3("127.0.0.1", int(port))
    pop.stls(context)
    return pop


def refusal(what, *arguments):
    try:
        return what(*arguments).decode()
    except poplib.error_proto as no:
        return no.args[0].decode()


def login(pop, user, password):
    pop.user(user)
    return refusal(pop.pass_, password)


def header(pop):
    return b"\n".join(pop.retr(1)[1]).split(b"\n\n")[0]


letter = "From: alice@example.test\r\nSubject: Grüße\r\n\r\nx\r\n".encode()
with smtplib.SMTP("127.0.0.1", int(smtp_port)) as smtp:
    for to in (alice, bob):
        smtp.sendmail("", [to], letter, mail_options=["SMTPUTF8", "BODY=8BITMIME"])

first = connect()
offered = first.capa()
for name in ("EXPIRE", "LOGIN-DELAY", "UTF8", "LANG", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING"):
    print(name, *offered.get(name, ["is missing"]))
print("utf8", first.utf8()[:3].decode())
print("wrong", login(first, alice, "wrong").split(" ")[1])
print("right", login(first, alice, alices)[:3])
second = connect()
print("twice", login(second, alice, alices).split(" ")[1])
print("asked for", "Grüße".encode() in header(first))
first.quit()
third = connect()
print("again", login(third, alice, alices).split(" ")[1])
fourth = connect()
print("another", login(fourth, bob, bobs)[:3])
print("not asked for", header(fourth).isascii())
fourth.quit()
