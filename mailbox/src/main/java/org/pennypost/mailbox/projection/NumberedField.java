package org.pennypost.mailbox.projection;

import java.util.ArrayList;
import java.util.List;
import org.pennypost.mime.parse.Header;
import org.pennypost.mime.parse.HeaderField;

/**
 * A field of a header, its name looked up once for all who ask for it.
 *
 * @param number of its name, as {@link HeaderIndex} counts
 * @param field where it is and what it says
 */
record NumberedField(int number, HeaderField field) {
    /** The fields of a header, in their order. */
    static List<NumberedField> of(Header header) {
        List<HeaderField> fields = header.fields();
        List<NumberedField> numbered = new ArrayList<>(fields.size());
        for (HeaderField field : fields) {
            numbered.add(new NumberedField(HeaderIndex.number(field.name()), field));
        }
        return numbered;
    }

    /** The name in lower case; empty for one that has no number. */
    String name() {
        return HeaderIndex.name(number);
    }
}
