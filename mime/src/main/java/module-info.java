/** The Internet message: build, write, read headers and addresses. */
module org.pennypost.mime {
    requires static org.jspecify;
    requires org.pennypost.names;

    exports org.pennypost.mime;
    exports org.pennypost.mime.charset;
    exports org.pennypost.mime.codec;
    exports org.pennypost.mime.convert;
    exports org.pennypost.mime.parse;
    exports org.pennypost.mime.legacy;
}
