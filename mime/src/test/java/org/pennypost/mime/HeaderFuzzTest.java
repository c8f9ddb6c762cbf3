package org.pennypost.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.testkit.Fuzz;

/** Headers, addresses and encoded words: anything is read, and what is read can be written. */
final class HeaderFuzzTest {
    /** Entry point of Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws BadField {
        HeaderBlock.read(input);
        String text = new String(input, StandardCharsets.UTF_8);
        assertThat(EncodedWords.decode(text)).doesNotContain("\r", "\n", "\0");
        assertThat(MailDate.parse(text)).isNotNull();
        assertThat(MessageIds.read(text)).noneMatch(id -> id.contains(">") || id.contains(" "));
        ContentType.read(text)
                .ifPresent(type -> assertThat(type.parameters().values().values())
                        .noneMatch(value -> value.contains("\r") || value.contains("\n") || value.contains("\0")));
        assertThat(ContentDisposition.read(text)).isNotNull();
        assertThat(AddressReader.mailboxes(AddressReader.read(text)))
                .noneMatch(found -> found.localPart().isEmpty()
                        && found.domain().isEmpty()
                        && found.displayName().isEmpty());
        try {
            AddressList addresses = AddressList.parse(text);
            // A name may look like an encoded word, and is decoded once more; whom it names stays the same.
            assertThat(specs(AddressList.parse(addresses.toString()))).isEqualTo(specs(addresses));
        } catch (BadField refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static List<String> specs(AddressList addresses) {
        return addresses.mailboxes().stream()
                .map(mailbox -> mailbox.localPart() + "@" + mailbox.domain())
                .toList();
    }

    @TestFactory
    Stream<DynamicNode> corpus() {
        return Fuzz.corpus(HeaderFuzzTest.class, HeaderFuzzTest::fuzzerTestOneInput);
    }
}
