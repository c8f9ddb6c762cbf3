"""A whole session with Python's imaplib: session.py PORT TLSPORT USER PASSWORD. Prints a word for each step."""
import imaplib
import ssl
import sys
import time

port, tls_port, user, password = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
BODY = b"From: a@example.org\r\nSubject: by imaplib\r\n\r\nhello {5}\r\n)\r\n"


def ok(answer):
    assert answer[0] == "OK", answer
    return answer[1]


def session(box, name):
    ok(box.create(name))
    ok(box.subscribe(name))
    assert any(name.encode() in line for line in ok(box.list('""', "*"))), "listed"
    assert any(name.encode() in line for line in ok(box.lsub('""', "*"))), "subscribed"
    ok(box.append(name, "(\\Seen work)", imaplib.Time2Internaldate(time.time()), BODY))
    ok(box.append(name, None, None, BODY.replace(b"by imaplib", b"another")))
    assert b"MESSAGES 2" in ok(box.status(name, "(MESSAGES UIDNEXT)"))[0]
    assert ok(box.select(name)) == [b"2"]
    assert ok(box.search(None, "SUBJECT", '"by imaplib"')) == [b"1"]
    data = ok(box.fetch("1", "(UID FLAGS RFC822.SIZE BODY.PEEK[])"))
    assert data[0][1] == BODY, data
    assert b"work" in data[0][0] + data[1], data
    assert ok(box.uid("FETCH", "2", "(FLAGS)"))[0].count(b"\\Seen") == 0
    ok(box.store("2", "+FLAGS", "(\\Deleted)"))
    assert ok(box.expunge()) == [b"2"]
    ok(box.copy("1", "INBOX"))
    ok(box.uid("MOVE", "1", "Trash"))
    assert ok(box.search(None, "ALL")) == [b""]
    ok(box.noop())
    ok(box.close())
    ok(box.rename(name, name + "2"))
    ok(box.unsubscribe(name))
    ok(box.delete(name + "2"))
    assert box.logout()[0] == "BYE"


def idle(box):
    """imaplib has IDLE from Python 3.14 on; before, it is said by hand on the same connection."""
    ok(box.select("INBOX"))
    count = int(box.untagged_responses.get("EXISTS", [b"0"])[-1])
    with imaplib.IMAP4("127.0.0.1", port) as other:
        ok(other.login(user, password))
        if hasattr(box, "idle"):
            with box.idle(duration=60) as news:
                ok(other.append("INBOX", None, None, BODY))
                assert any(kind == "EXISTS" for kind, _ in news.burst(interval=5)), "told"
            return
        tag = box._new_tag()
        box.send(tag + b" IDLE\r\n")
        assert box.readline().startswith(b"+ ")
        ok(other.append("INBOX", None, None, BODY))
        line = box.readline()
        while b"EXISTS" not in line:
            assert line.startswith(b"* "), line
            line = box.readline()
        assert line == b"* %d EXISTS\r\n" % (count + 1), line
        box.send(b"DONE\r\n")
        while not line.startswith(tag):
            line = box.readline()
        assert line.startswith(tag + b" OK"), line


plain = imaplib.IMAP4("127.0.0.1", port)
ok(plain.login(user, password))
session(plain, "python")
print("plain")

secured = imaplib.IMAP4("127.0.0.1", port)
ok(secured.starttls(context))
ok(secured.authenticate("PLAIN", lambda _: b"\0" + user.encode() + b"\0" + password.encode()))
session(secured, "python")
print("starttls")

tls = imaplib.IMAP4_SSL("127.0.0.1", tls_port, ssl_context=context)
ok(tls.login(user, password))
ok(tls.enable("UTF8=ACCEPT") if "UTF8=ACCEPT" in tls.capabilities else ("OK", []))
idle(tls)
tls.logout()
print("idle")
