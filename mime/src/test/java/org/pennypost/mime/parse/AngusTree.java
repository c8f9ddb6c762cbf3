package org.pennypost.mime.parse;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Properties;

/** A message as Angus Mail reads it, at its most lenient. */
final class AngusTree {
    private static final Session SESSION = Session.getInstance(new Properties());

    private final OracleTree tree = new OracleTree();

    static {
        System.setProperty("mail.mime.multipart.allowempty", "true");
        System.setProperty("mail.mime.parameters.strict", "false");
    }

    private AngusTree() {}

    static OracleTree read(byte[] bytes) throws IOException, MessagingException {
        AngusTree angus = new AngusTree();
        MimeMessage message = message(new ByteArrayInputStream(bytes));
        angus.add(message, message.getRawInputStream(), 0, false);
        return angus.tree;
    }

    private static MimeMessage message(InputStream in) throws MessagingException {
        return new MimeMessage(SESSION, in);
    }

    private void add(MimePart part, InputStream raw, int depth, boolean digest) throws IOException, MessagingException {
        for (Header header : Collections.list(part.getAllHeaders())) {
            tree.field(depth, header.getName());
        }
        boolean typed = part.getHeader("Content-Type") != null;
        String type = typed || !digest ? new ContentType(part.getContentType()).getBaseType() : "message/rfc822";
        tree.type(depth, type);
        if (type.equalsIgnoreCase("message/rfc822")) {
            MimeMessage inner = message(raw);
            add(inner, inner.getRawInputStream(), depth + 1, false);
        } else if (isMultipart(type) && part.getContent() instanceof MimeMultipart multipart) {
            for (int i = 0; i < multipart.getCount(); i++) {
                MimeBodyPart child = (MimeBodyPart) multipart.getBodyPart(i);
                add(child, child.getRawInputStream(), depth + 1, type.equalsIgnoreCase("multipart/digest"));
            }
        } else {
            tree.content(depth, raw);
        }
    }

    private static boolean isMultipart(String type) {
        return type.regionMatches(true, 0, "multipart/", 0, "multipart/".length());
    }
}
