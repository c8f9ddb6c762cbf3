"""Sends the bytes of one file with smtplib and writes what poplib reads back to another: python3 bytes.py SENT RECEIVED."""
import poplib
import smtplib
import sys

message = open(sys.argv[1], "rb").read()

smtp = smtplib.SMTP("127.0.0.1", @SMTP@, timeout=60)
smtp.sendmail("a@example.org", ["alice@example.test"], message, mail_options=["BODY=8BITMIME"])
smtp.quit()

poplib._MAXLINE = 1 << 20
pop = poplib.POP3("127.0.0.1", @POP3@, timeout=60)
pop.user("alice@example.test")
pop.pass_("@PASSWORD@")
count, _ = pop.stat()
_, lines, octets = pop.retr(count)
received = b"\r\n".join(lines) + b"\r\n"
open(sys.argv[2], "wb").write(received)
pop.dele(count)
pop.quit()
