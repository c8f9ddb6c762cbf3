package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

class ValuesTest {
    /** RFC 9051 §2.3.2, §9 flag-keyword. */
    @Test
    void flagsAreEqualInAnyCase() {
        assertThat(Flag.parse("\\sEEN")).contains(Flag.SEEN);
        assertThat(Flag.of("$forwarded")).isEqualTo(Flag.of("$Forwarded")).hasSameHashCodeAs(Flag.of("$FORWARDED"));
        assertThat(Flag.parse("\\Recent")).isEmpty();
        assertThat(Flag.parse("NonJunk").orElseThrow().name()).isEqualTo("NonJunk");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a(b", "a)", "{", "%", "*", "\"", "a\\b", "]", "caf\u00e9", "\\Other"})
    void whatIsNoFlag(String name) {
        assertThat(Flag.parse(name)).isEmpty();
    }

    @Test
    void keywordBits() throws StoreException {
        Keywords keywords = Keywords.NONE
                .with(List.of(Flag.of("a"), Flag.SEEN, Flag.of("B")))
                .orElseThrow();
        Set<Flag> flags = Set.of(Flag.DRAFT, Flag.of("b"), Flag.SEEN);
        assertThat(keywords.mask(flags)).isEqualTo(0b1010001);
        assertThat(keywords.flags(keywords.mask(flags))).isEqualTo(flags);
        assertThat(Keywords.decode(keywords.encode())).isEqualTo(keywords);
    }

    /** RFC 9051 §5.1. */
    @Test
    void mailboxNamesAreNormalised() {
        assertThat(MailboxName.of("inbox")).isEqualTo(MailboxName.INBOX);
        assertThat(MailboxName.of("Inbox/inbox")).hasToString("INBOX/inbox");
        assertThat(MailboxName.of("cafe\u0301")).isEqualTo(MailboxName.of("caf\u00e9"));
        assertThat(MailboxName.of("a/b").isWithin(MailboxName.of("a"))).isTrue();
        assertThat(MailboxName.of("ab").isWithin(MailboxName.of("a"))).isFalse();
        assertThat(MailboxName.of("a/b").parent()).contains(MailboxName.of("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a/", "/a", "a//b", "#news", "a\u0000", "a\r\n", "a\u0085", "a\u2028", "\ud800"})
    void whatIsNoMailboxName(String name) {
        assertThat(MailboxName.parse(name)).isEmpty();
    }

    @Test
    void mailboxNamesHaveLimits() {
        assertThat(MailboxName.parse("a/".repeat(29) + "a")).isPresent();
        assertThat(MailboxName.parse("a/".repeat(30) + "a")).isEmpty();
        assertThat(MailboxName.parse("\u00e9".repeat(127))).isPresent();
        assertThat(MailboxName.parse("\u00e9".repeat(128))).isEmpty();
        assertThat(MailboxName.parse("a".repeat(250) + "/" + "b".repeat(249))).isPresent();
        assertThat(MailboxName.parse("a".repeat(250) + "/" + "b".repeat(250))).isEmpty();
    }

    @Test
    void uidSetsAreSets() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            TreeSet<Long> members = new TreeSet<>();
            List<UidSet.Range> ranges = new ArrayList<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                long first = 1L + random.nextInt(60);
                long last = first + random.nextInt(10);
                ranges.add(new UidSet.Range(new Uid(first), new Uid(last)));
                for (long uid = first; uid <= last; uid++) {
                    members.add(uid);
                }
            }
            UidSet set = UidSet.ofRanges(ranges);
            assertThat(set.size()).isEqualTo(members.size());
            for (long uid = 1; uid < 80; uid++) {
                assertThat(set.contains(new Uid(uid))).isEqualTo(members.contains(uid));
            }
            assertThat(set).isEqualTo(UidSet.of(members.stream().map(Uid::new).toList()));
            assertThat(set.between(20, 40).size())
                    .isEqualTo(members.subSet(20L, 41L).size());
        }
        assertThat(Mail.uids(1, 3)).hasToString("1:3");
        assertThat(UidSet.of(new Uid(7), new Uid(1), new Uid(2))).hasToString("1:2,7");
        assertThat(UidSet.ALL.size()).isEqualTo(Uid.MAX);
    }

    @Test
    void uidSetsAreCutWithEachOther() {
        Random random = new Random(2);
        for (int round = 0; round < 500; round++) {
            TreeSet<Long> ours = new TreeSet<>();
            TreeSet<Long> theirs = new TreeSet<>();
            for (int i = random.nextInt(40); i > 0; i--) {
                ours.add(1L + random.nextInt(50));
            }
            for (int i = random.nextInt(40); i > 0; i--) {
                theirs.add(1L + random.nextInt(50));
            }
            UidSet one = UidSet.of(ours.stream().map(Uid::new).toList());
            UidSet other = UidSet.of(theirs.stream().map(Uid::new).toList());
            TreeSet<Long> both = new TreeSet<>(ours);
            both.retainAll(theirs);
            assertThat(one.intersection(other))
                    .isEqualTo(UidSet.of(both.stream().map(Uid::new).toList()));
            ours.removeAll(theirs);
            assertThat(one.without(other))
                    .isEqualTo(UidSet.of(ours.stream().map(Uid::new).toList()));
        }
        assertThat(UidSet.ALL.without(UidSet.ALL)).isEqualTo(UidSet.EMPTY);
        assertThat(UidSet.ALL.intersection(UidSet.ALL)).isEqualTo(UidSet.ALL);
    }

    @Test
    void blocksKeepWhatTheyAreGiven() throws StoreException {
        long seed = Long.getLong("pennypost.seed", new Random().nextLong());
        System.out.println("blocksKeepWhatTheyAreGiven: -Dpennypost.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            int bits = 1 + random.nextInt(62);
            List<Row> rows = new ArrayList<>();
            long uid = 0;
            for (int i = random.nextInt(6_000); i >= 0; i--) {
                uid += 1L + random.nextInt(1 + round * 1_000);
                long id = (random.nextLong() >>> (Long.SIZE - bits)) + 1;
                long received = random.nextLong() >> (Long.SIZE - bits);
                rows.add(new Row(
                        uid,
                        random.nextLong() >>> 1,
                        id,
                        Math.max(1, id - random.nextInt(3)),
                        random.nextLong() >>> (Long.SIZE - bits),
                        random.nextInt(1 << 20),
                        received,
                        received + random.nextInt(),
                        round % 2 == 0 ? 0 : random.nextInt(8) - 3L));
            }
            List<Row> back = new ArrayList<>();
            List<Row> flagged = new ArrayList<>();
            for (Rows block : BlockFormat.pack(rows)) {
                assertThat(block.bytes().length).isLessThan(Store.VALUE_BYTES_MAX);
                back.addAll(BlockFormat.decode(block.bytes()).toList());
                long[] flags = random.longs(block.count(), 0, Long.MAX_VALUE).toArray();
                long[] modSeqs = random.longs(block.count(), 0, 1L << bits).toArray();
                // Long ones become two.
                flagged.addAll(BlockFormat.withFlags(block, flags, modSeqs).stream()
                        .peek(each -> assertThat(each.bytes().length).isLessThan(Store.VALUE_BYTES_MAX))
                        .flatMap(each -> each.toList().stream())
                        .toList());
                for (int i = 0; i < block.count(); i++) {
                    Row expected = block.at(i).withFlags(flags[i], modSeqs[i]);
                    assertThat(flagged.get(flagged.size() - block.count() + i)).isEqualTo(expected);
                }
            }
            assertThat(back).isEqualTo(rows);
            assertThat(RowFormat.decode(uid, RowFormat.encode(rows.getLast()))).contains(rows.getLast());
        }
    }

    @Test
    void aRecordOfANewerProgramIsNamed() {
        assertThatThrownBy(() -> AccountState.decode(new byte[] {9}))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the account record has format 9; this program knows 1");
        assertThatThrownBy(() -> MailboxState.decode(3, new byte[] {1, 0, 100, 1}))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("mailbox 3 is damaged");
    }

    @Test
    void aMailboxRecordHasAnyRoles() throws StoreException {
        MailboxState mailbox = new MailboxState(3, 7, 0, "x");
        for (int bits = 0; bits < 128; bits++) {
            mailbox.roles.clear();
            mailbox.roles.addAll(Role.ofBits(bits).orElseThrow());
            assertThat(MailboxState.decode(3, mailbox.encode()).roles)
                    .isEqualTo(mailbox.roles)
                    .hasSize(Integer.bitCount(bits));
        }
        assertThat(Role.ofBits(128)).isEmpty();
    }

    /** What programs wrote before it was known when the last message went: it may have been at any time. */
    @Test
    void aMailboxRecordThatDoesNotKnowTheLastExpungeIsRead() throws StoreException {
        MailboxState mailbox = new MailboxState(3, 7, 0, "x");
        mailbox.highestModSeq = 9;
        byte[] record = withoutLastNumber(mailbox);
        record[0] = 2;
        assertThat(MailboxState.decode(3, record).expungedModSeq).isEqualTo(9);
        mailbox.expungedModSeq = 5;
        assertThat(MailboxState.decode(3, mailbox.encode()).expungedModSeq).isEqualTo(5);
    }

    private static byte[] withoutLastNumber(MailboxState mailbox) {
        byte[] record = mailbox.encode();
        return Arrays.copyOf(record, record.length - 1);
    }

    /** What programs wrote before a mailbox could have several. */
    @Test
    void aMailboxRecordWithOneRoleIsRead() throws StoreException {
        byte[] record = withoutLastNumber(new MailboxState(3, 7, 0, "x"));
        record[0] = 1;
        int role = 1 + 1 + 2;
        assertThat(MailboxState.decode(3, record).roles).isEmpty();
        record[role] = 6;
        assertThat(MailboxState.decode(3, record).roles).containsExactly(Role.SENT);
        record[role] = 8;
        assertThatThrownBy(() -> MailboxState.decode(3, record)).hasMessageContaining("mailbox 3 is damaged");
    }
}
