package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.UIDFolder;
import jakarta.mail.event.MailEvent;
import jakarta.mail.event.MessageChangedEvent;
import jakarta.mail.event.MessageCountAdapter;
import jakarta.mail.event.MessageCountEvent;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.search.AndTerm;
import jakarta.mail.search.BodyTerm;
import jakarta.mail.search.FlagTerm;
import jakarta.mail.search.SubjectTerm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.ResyncData;
import org.eclipse.angus.mail.imap.SortTerm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Angus Mail, by which most Java programs read mail, works with the packaged server. */
@Tag("interop")
class AngusMailIT {
    private static final String ALICE = "alice@example.test";
    private static final long SECONDS_MAX = 60;

    @TempDir
    Path folder;

    private RunningProgram program;

    // JUnit runs it before every test.
    @SuppressWarnings("NullAway.Init")
    AngusMailIT() {}

    @BeforeEach
    void start() throws Exception {
        program = RunningProgram.start(folder);
    }

    @AfterEach
    void stop() {
        program.close();
    }

    /** What others do wakes who waits in IDLE: mail that comes by SMTP, a flag, an expunge. */
    @Test
    void idle() throws Exception {
        BlockingQueue<MailEvent> events = new LinkedBlockingQueue<>();
        try (IMAPStore waiting = connect("imap");
                IMAPStore other = connect("imaps")) {
            IMAPFolder inbox = open(waiting, "INBOX", Folder.READ_ONLY);
            listen(inbox, events);
            assertThat(waiting.hasCapability("IDLE")).isTrue();
            Thread waits = Thread.ofVirtual().name("angus-idle").start(() -> idleUntilClosed(inbox));

            deliver("by SMTP");
            MessageCountEvent came = (MessageCountEvent) await(events);
            assertThat(came.getType()).isEqualTo(MessageCountEvent.ADDED);
            assertThat(came.getMessages()).hasSize(1);
            // A command of this session says DONE.
            assertThat(came.getMessages()[0].getSubject()).isEqualTo("by SMTP");

            IMAPFolder theirs = open(other, "INBOX", Folder.READ_WRITE);
            theirs.getMessage(1).setFlag(Flags.Flag.FLAGGED, true);
            MessageChangedEvent changed = (MessageChangedEvent) await(events);
            assertThat(changed.getMessageChangeType()).isEqualTo(MessageChangedEvent.FLAGS_CHANGED);
            assertThat(changed.getMessage().isSet(Flags.Flag.FLAGGED)).isTrue();

            theirs.getMessage(1).setFlag(Flags.Flag.DELETED, true);
            assertThat(await(events)).isInstanceOf(MessageChangedEvent.class);
            theirs.expunge();
            MessageCountEvent gone = (MessageCountEvent) await(events);
            assertThat(gone.getType()).isEqualTo(MessageCountEvent.REMOVED);
            assertThat(gone.isRemoved()).isFalse();

            inbox.close(false);
            waits.join();
        }
    }

    /** Folders, APPEND with UIDs, structure, parts, SEARCH, SORT, COPY, MOVE, flags, EXPUNGE. */
    @Test
    void aWholeSession() throws Exception {
        try (IMAPStore store = connect("imap")) {
            IMAPFolder work = (IMAPFolder) store.getFolder("Entwürfe/2026");
            assertThat(work.create(Folder.HOLDS_MESSAGES)).isTrue();
            assertThat(Arrays.stream(store.getDefaultFolder().list("*")).map(Folder::getFullName))
                    .contains("INBOX", "Entwürfe/2026");
            work.open(Folder.READ_WRITE);
            assertThat(work.addMessages(new Message[] {withAttachment("zwei", 2), withAttachment("eins", 1)}))
                    .hasSize(2);
            Message[] all = work.getMessages();
            FetchProfile profile = new FetchProfile();
            profile.add(FetchProfile.Item.ENVELOPE);
            profile.add(FetchProfile.Item.CONTENT_INFO);
            profile.add(FetchProfile.Item.FLAGS);
            profile.add(UIDFolder.FetchProfileItem.UID);
            work.fetch(all, profile);
            assertThat(all).hasSize(2);
            Multipart parts = (Multipart) all[0].getContent();
            assertThat(parts.getCount()).isEqualTo(2);
            assertThat(parts.getBodyPart(0).getContent()).isEqualTo("Grüße zwei");
            assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("Größe.bin");
            assertThat(parts.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(noise(2));

            all[1].setFlags(new Flags("wichtig"), true);
            all[1].setFlag(Flags.Flag.ANSWERED, true);
            assertThat(work.search(
                            new AndTerm(new SubjectTerm("EINS"), new FlagTerm(new Flags(Flags.Flag.ANSWERED), true))))
                    .containsExactly(all[1]);
            assertThat(work.search(new BodyTerm("grüße zw"))).containsExactly(all[0]);
            assertThat(work.getSortedMessages(new SortTerm[] {SortTerm.SUBJECT}))
                    .containsExactly(all[1], all[0]);

            work.copyMessages(new Message[] {all[0]}, store.getFolder("Archive"));
            work.moveMessages(new Message[] {all[1]}, store.getFolder("Trash"));
            assertThat(all[1].isExpunged()).isTrue();
            IMAPFolder trash = open(store, "Trash", Folder.READ_ONLY);
            assertThat(trash.getMessage(1).getFlags().contains("wichtig")).isTrue();
            all[0].setFlag(Flags.Flag.DELETED, true);
            assertThat(work.expunge()).contains(all[0]);
            assertThat(work.getMessageCount()).isZero();
            work.close(false);
            assertThat(work.renameTo(store.getFolder("Entwürfe/alt"))).isTrue();
            assertThat(store.getFolder("Entwürfe/alt").delete(false)).isTrue();
            assertThat(store.getQuota("INBOX")).isNotNull();
        }
    }

    /** RFC 7162: what has changed while the program was away comes with SELECT. */
    @Test
    void comesBackByQresync() throws Exception {
        long validity;
        long modSeq;
        try (IMAPStore store = connect("imap")) {
            IMAPFolder inbox = open(store, "INBOX", Folder.READ_WRITE);
            for (int i = 1; i <= 4; i++) {
                inbox.appendMessages(new Message[] {withAttachment("m" + i, i)});
            }
            inbox.close(false);
            inbox.open(Folder.READ_ONLY);
            validity = inbox.getUIDValidity();
            modSeq = inbox.getHighestModSeq();
        }
        try (IMAPStore store = connect("imap")) {
            IMAPFolder inbox = open(store, "INBOX", Folder.READ_WRITE);
            inbox.getMessage(2).setFlag(Flags.Flag.DELETED, true);
            inbox.getMessage(3).setFlag(Flags.Flag.FLAGGED, true);
            inbox.expunge();
        }
        try (IMAPStore store = connect("imap")) {
            IMAPFolder inbox = (IMAPFolder) store.getFolder("INBOX");
            List<MailEvent> missed = inbox.open(Folder.READ_ONLY, new ResyncData(validity, modSeq));
            assertThat(missed).hasSize(2);
            assertThat(missed).anySatisfy(event -> assertThat(event).isInstanceOf(MessageChangedEvent.class));
            assertThat(missed)
                    .anySatisfy(event ->
                            assertThat(event.getClass().getSimpleName()).isEqualTo("MessageVanishedEvent"));
            assertThat(inbox.getMessageCount()).isEqualTo(3);
        }
    }

    private IMAPStore connect(String protocol) throws MessagingException {
        Properties properties = new Properties();
        properties.setProperty("mail." + protocol + ".starttls.required", Boolean.toString(protocol.equals("imap")));
        properties.setProperty("mail." + protocol + ".ssl.trust", "*");
        properties.setProperty("mail." + protocol + ".ssl.checkserveridentity", "false");
        IMAPStore store = (IMAPStore) Session.getInstance(properties).getStore(protocol);
        store.connect("127.0.0.1", program.port(protocol), ALICE, program.password(ALICE));
        return store;
    }

    private static IMAPFolder open(IMAPStore store, String name, int mode) throws MessagingException {
        IMAPFolder folder = (IMAPFolder) store.getFolder(name);
        folder.open(mode);
        return folder;
    }

    private static void listen(IMAPFolder inbox, BlockingQueue<MailEvent> events) {
        inbox.addMessageCountListener(new MessageCountAdapter() {
            @Override
            public void messagesAdded(MessageCountEvent event) {
                events.add(event);
            }

            @Override
            public void messagesRemoved(MessageCountEvent event) {
                events.add(event);
            }
        });
        inbox.addMessageChangedListener(events::add);
    }

    private static void idleUntilClosed(IMAPFolder inbox) {
        try {
            while (inbox.isOpen()) {
                inbox.idle();
            }
        } catch (MessagingException | IllegalStateException closed) {
            // as the test ends it
        }
    }

    private static MailEvent await(BlockingQueue<MailEvent> events) throws InterruptedException {
        return Objects.requireNonNull(events.poll(SECONDS_MAX, TimeUnit.SECONDS), "nothing was told");
    }

    private void deliver(String subject) throws MessagingException {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", Integer.toString(program.port("smtp")));
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom("root@yahoo.com");
        message.setRecipients(Message.RecipientType.TO, ALICE);
        message.setSubject(subject);
        message.setText("hello");
        Transport.send(message);
    }

    private static Message withAttachment(String subject, int seed) throws MessagingException {
        MimeBodyPart text = new MimeBodyPart();
        text.setText("Grüße " + subject, StandardCharsets.UTF_8.name());
        MimeBodyPart attachment = new MimeBodyPart();
        attachment.setContent(noise(seed), "application/octet-stream");
        attachment.setFileName("Größe.bin");
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
        message.setFrom("a@example.org");
        message.setSubject(subject, StandardCharsets.UTF_8.name());
        message.setContent(new MimeMultipart(text, attachment));
        message.saveChanges();
        return message;
    }

    private static byte[] noise(int seed) {
        byte[] noise = new byte[20_000];
        new Random(seed).nextBytes(noise);
        return noise;
    }
}
