package org.pennypost.mime;

import java.io.IOException;
import java.io.InputStream;
import org.pennypost.mime.codec.CanonicalLines;

/** Text in the form in which it is sent: {@link CanonicalLines}. */
record CanonicalText(Content source) implements Content {
    @Override
    public InputStream open() throws IOException {
        return CanonicalLines.of(source.open());
    }
}
