package org.pennypost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownDialogueTest {
    private final FakeConsole fake = new FakeConsole();

    @Test
    void whatTheUserIsToBeToldIsShownWithoutBeingAskedFor() {
        ShownDialogue quiet = new ShownDialogue(fake.console().err(), false);
        quiet.sent("a1 NOOP");
        quiet.received("a1 OK done");
        quiet.alert("the disk is full\u001B[2J");
        assertThat(fake.err())
                .isEqualTo("pennypost: the server says: the disk is full\uFFFD[2J" + System.lineSeparator());
    }

    @Test
    void verboseShowsBothSides() {
        ShownDialogue verbose = new ShownDialogue(fake.console().err(), true);
        verbose.sent("a1 NOOP");
        verbose.received("a1 OK done");
        assertThat(fake.err()).containsSubsequence("C: a1 NOOP", "S: a1 OK done");
    }
}
