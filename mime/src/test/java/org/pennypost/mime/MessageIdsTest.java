package org.pennypost.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageIdsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <a@b>                                         | a@b
            <a@b> <c@d>                                   | a@b,c@d
            <a@b><c@d>,<e@f>                              | a@b,c@d,e@f
            <a@ b>                                        | a@b
            Your message of "Wed <x@y>" (not <z@z>) <a@b> | a@b
            a@b                                           | a@b
            no identifier <nothing here>                  | nothinghere
            <a@b                                          | a@b
            <x <a@b>                                      | a@b
            "open <a@b>                                   | a@b
            < >                                           | ``
            nothing                                       | ``
            """)
    void readsIdentifiersOnly(String value, String ids) {
        assertThat(String.join(",", MessageIds.read(value))).isEqualTo(ids);
    }

    @Test
    void listsAreLimited() {
        assertThat(MessageIds.read("<a@b>".repeat(20_000))).hasSize(MessageIds.IDS_MAX);
        assertThat(MessageIds.read("<" + "(".repeat(2_000_000))).isEqualTo(List.of());
        assertThat(MessageIds.read("(" + "<a@b>".repeat(800_000))).hasSize(MessageIds.IDS_MAX);
        assertThat(MessageIds.first("x <a@b> <c@d>")).contains("a@b");
    }
}
