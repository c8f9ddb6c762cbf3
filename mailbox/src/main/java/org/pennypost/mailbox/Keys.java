package org.pennypost.mailbox;

import org.pennypost.store.Key;

/**
 * The tables of an account's partition. Numbers are big-endian, so their order is the keys' order.
 *
 * <pre>
 * a                              the account                        {@link AccountState}
 * b  mailbox u32, first uid u32  rows of a mailbox, packed          {@link BlockFormat}
 * c  content u64                 a content: blob, prefix            {@link ContentFormat}; owns the blob's link
 * d  message u64                 where a message is                 {@link MessageFormat}
 * e  mailbox u32, uid u32        a loose row or tombstone           {@link RowFormat}
 * h  millis u64, mailbox u32, uid u32  expunged messages           {@link HistoryRecord}
 * k  mailbox u32                 its keywords                       {@link Keywords}
 * l  modseq u64                  a record of the change log         {@link ChangeFormat}
 * m  mailbox u32                 a mailbox and its counters         {@link MailboxState}
 * n  parent u32, name            the mailbox of this name there     number
 * o                              all mailboxes together             {@link TreeState}
 * q  number u64                  what was appended once             {@link OnceFormat}
 * r  content u64                 messages that share it, less one   number
 * s  name                        a subscription                     empty record
 * x  mailbox u32                 the directory of its blocks        {@link Directory}
 * z  mailbox u32                 a deleted mailbox not yet emptied  {@link MailboxState}
 * </pre>
 */
final class Keys {
    static final Key ACCOUNT = Key.of('a');
    static final Key CONTENTS = Key.of('c');
    static final Key MESSAGES = Key.of('d');
    static final Key HISTORY = Key.of('h');
    static final Key LOG = Key.of('l');
    static final Key MAILBOXES = Key.of('m');
    static final Key NAMES = Key.of('n');
    static final Key TREE = Key.of('o');
    static final Key SHARES = Key.of('r');
    static final Key SUBSCRIPTIONS = Key.of('s');
    static final Key DELETED = Key.of('z');

    private Keys() {}

    static Key mailbox(long mailbox) {
        return MAILBOXES.u32(mailbox);
    }

    static Key deleted(long mailbox) {
        return DELETED.u32(mailbox);
    }

    static Key name(long parent, String leaf) {
        return NAMES.u32(parent).text(leaf);
    }

    static Key children(long parent) {
        return NAMES.u32(parent);
    }

    static Key subscription(MailboxName name) {
        return SUBSCRIPTIONS.text(name.toString());
    }

    static Key keywords(long mailbox) {
        return Key.of('k').u32(mailbox);
    }

    static Key directory(long mailbox) {
        return Key.of('x').u32(mailbox);
    }

    static Key loose(long mailbox) {
        return Key.of('e').u32(mailbox);
    }

    static Key loose(long mailbox, long uid) {
        return loose(mailbox).u32(uid);
    }

    static Key blocks(long mailbox) {
        return Key.of('b').u32(mailbox);
    }

    static Key block(long mailbox, long firstUid) {
        return blocks(mailbox).u32(firstUid);
    }

    static Key message(long id) {
        return MESSAGES.u64(id);
    }

    static Key content(long id) {
        return CONTENTS.u64(id);
    }

    static Key shares(long content) {
        return SHARES.u64(content);
    }

    static Key once(long number) {
        return Key.of('q').u64(number);
    }

    static Key change(long modSeq) {
        return LOG.u64(modSeq);
    }

    /** @param firstUid of the messages in the record: no other record of the mailbox can have it */
    static Key history(long millis, long mailbox, long firstUid) {
        return HISTORY.u64(millis).u32(mailbox).u32(firstUid);
    }
}
