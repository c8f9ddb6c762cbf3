package org.pennypost.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pennypost.mailbox.Message;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.Gen;

class MaildropTest {
    private static final int ROUNDS = 30;
    private static final int STEPS = 40;

    /** Deliveries, deletions, RSETs and both ways of ending, compared with a list of what should be there. */
    @Test
    void sessionsAreAsTheModelSays() throws Exception {
        Gen gen = Gen.seeded("MaildropTest");
        try (World world = new World()) {
            List<Kept> model = new ArrayList<>();
            Set<String> everUsed = new HashSet<>();
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = gen.number(0, 5); i > 0; i--) {
                    model.add(new Kept(world.deliver(gen.bytes(0, 3000)), ""));
                }
                try (Pop3Session session = world.loggedIn()) {
                    Maildrop maildrop = session.maildrop();
                    name(model, maildrop, everUsed);
                    Set<Integer> deleted = new HashSet<>();
                    for (int step = 0; step < STEPS && !model.isEmpty(); step++) {
                        step(gen, maildrop, deleted);
                        assertThat(maildrop.left()).isEqualTo(model.size() - deleted.size());
                        assertThat(maildrop.octetsLeft()).isEqualTo(octets(model, deleted));
                    }
                    if (gen.onceIn(2)) {
                        assertThat(World.said(session, "QUIT")).isInstanceOf(Outcome.Bye.class);
                        deleted.stream().sorted((a, b) -> b - a).forEach(index -> model.remove(index.intValue()));
                    }
                }
                assertThat(sizes(world))
                        .containsExactlyElementsOf(
                                model.stream().map(Kept::octets).toList());
            }
        }
    }

    /** @param uniqueId empty until a session has shown it */
    private record Kept(long octets, String uniqueId) {}

    private static void step(Gen gen, Maildrop maildrop, Set<Integer> deleted) {
        int index = gen.number(0, maildrop.size() - 1);
        if (gen.onceIn(15)) {
            maildrop.reset();
            deleted.clear();
        } else if (deleted.add(index)) {
            maildrop.delete(maildrop.at(index));
        }
    }

    private static void name(List<Kept> model, Maildrop maildrop, Set<String> everUsed) {
        assertThat(maildrop.size()).isEqualTo(model.size());
        for (int i = 0; i < model.size(); i++) {
            LineBuffer line = new LineBuffer();
            maildrop.appendUniqueId(line, maildrop.at(i));
            String id = line.toString();
            assertThat(id).matches("[0-9a-f]+-[0-9a-f]+").hasSizeLessThanOrEqualTo(70);
            if (model.get(i).uniqueId().isEmpty()) {
                assertThat(everUsed.add(id)).as("%s is new", id).isTrue();
                model.set(i, new Kept(model.get(i).octets(), id));
            }
            assertThat(id).isEqualTo(model.get(i).uniqueId());
        }
    }

    private static long octets(List<Kept> model, Set<Integer> without) {
        long octets = 0;
        for (int i = 0; i < model.size(); i++) {
            octets += without.contains(i) ? 0 : model.get(i).octets();
        }
        return octets;
    }

    private static List<Long> sizes(World world) throws StoreException {
        List<Long> sizes = new ArrayList<>();
        for (Message message : world.alice().view(world.alice().inbox()).orElseThrow()) {
            sizes.add(message.sizeOctets());
        }
        return sizes;
    }
}
