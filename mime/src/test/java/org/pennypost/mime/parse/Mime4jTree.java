package org.pennypost.mime.parse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;

/** A message as apache-mime4j reads it. */
final class Mime4jTree {
    private static final MimeConfig CONFIG = new MimeConfig.Builder()
            .setMaxLineLen(-1)
            .setMaxHeaderLen(-1)
            .setMaxHeaderCount(-1)
            .build();

    private Mime4jTree() {}

    static OracleTree read(byte[] bytes) throws IOException, MimeException {
        MimeTokenStream stream = new MimeTokenStream(CONFIG);
        stream.parse(new ByteArrayInputStream(bytes));
        OracleTree tree = new OracleTree();
        int depth = -1;
        EntityState before = EntityState.T_START_MESSAGE;
        for (EntityState state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
            switch (state) {
                case T_START_MESSAGE -> {
                    if (before == EntityState.T_END_HEADER) {
                        tree.type(depth, "message/rfc822");
                    }
                    depth++;
                }
                case T_START_BODYPART -> depth++;
                case T_END_MESSAGE, T_END_BODYPART -> depth--;
                case T_FIELD -> tree.field(depth, stream.getField().getName());
                case T_START_MULTIPART ->
                    tree.type(depth, stream.getBodyDescriptor().getMimeType());
                case T_BODY -> {
                    tree.type(depth, stream.getBodyDescriptor().getMimeType());
                    tree.content(depth, stream.getInputStream());
                }
                default -> {}
            }
            before = state;
        }
        return tree;
    }
}
