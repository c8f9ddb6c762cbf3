# Submits a message with smtplib by each mechanism that is named ("any": what login() chooses), over STARTTLS and over TLS from the start.
import smtplib
import ssl
import sys

submission, submissions, user, password = sys.argv[1:5]
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
for port, implicit in ((int(submission), False), (int(submissions), True)):
    for mechanism in sys.argv[5:]:
        if implicit:
            smtp = smtplib.SMTP_SSL("127.0.0.1", port, context=context)
        else:
            smtp = smtplib.SMTP("127.0.0.1", port)
            smtp.starttls(context=context)
        smtp.ehlo()
        if mechanism == "any":
            code, text = smtp.login(user, password)
        else:
            smtp.user, smtp.password = user, password
            code, text = smtp.auth(mechanism, getattr(smtp, "auth_" + mechanism.lower().replace("-", "_")))
        print(mechanism, code)
        refused = smtp.sendmail(user, ["bob@example.test", "you@elsewhere.example"],
                                "From: %s\r\nTo: bob@example.test\r\nSubject: python %s\r\n\r\nhello\r\n" % (user, mechanism))
        assert not refused, refused
        smtp.quit()
