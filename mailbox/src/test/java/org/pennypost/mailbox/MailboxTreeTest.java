package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pennypost.mailbox.Mail.ALICE;
import static org.pennypost.mailbox.Mail.append;
import static org.pennypost.mailbox.Mail.uids;
import static org.pennypost.mailbox.Mail.view;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.StoreException;

class MailboxTreeTest {
    private final MemoryStore store = new MemoryStore();
    private final Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final Mailboxes mailboxes = new Mailboxes(store, InstantSource.fixed(now));
    private final Account account = mailboxes.account(ALICE);

    @BeforeEach
    void create() throws StoreException {
        mailboxes.createAccount(ALICE, Quota.UNLIMITED);
    }

    @AfterEach
    void check() throws StoreException {
        assertThat(account.check()).isEmpty();
    }

    private MailboxId made(String name) throws StoreException {
        return ((MailboxResult.Done) account.create(MailboxName.of(name))).mailbox();
    }

    private List<String> names() throws StoreException {
        return account.mailboxes().stream().map(each -> each.name().toString()).toList();
    }

    /** RFC 9051 §6.3.4. */
    @Test
    void createMakesTheWayThere() throws StoreException {
        MailboxId deep = made("a/b/c");
        assertThat(names()).contains("a", "a/b", "a/b/c");
        assertThat(account.create(MailboxName.of("a/b/c"))).isEqualTo(new MailboxResult.AlreadyExists(deep));
        assertThat(account.create(MailboxName.of("Inbox"))).isEqualTo(new MailboxResult.AlreadyExists(MailboxId.INBOX));
        made("iNbOx/inside");
        assertThat(names()).contains("INBOX/inside");
    }

    /** RFC 9051 §6.3.6. */
    @Test
    void renameTakesAlongWhatIsBelow() throws StoreException {
        MailboxId deep = made("a/b/c");
        append(store, account, deep, "kept");
        ModSeq before = account.modSeq();
        assertThat(account.rename(MailboxName.of("a/b"), MailboxName.of("x/y"))).isInstanceOf(MailboxResult.Done.class);
        assertThat(names()).contains("a", "x", "x/y", "x/y/c").doesNotContain("a/b", "a/b/c");
        assertThat(account.mailbox(deep).orElseThrow().name()).isEqualTo(MailboxName.of("x/y/c"));
        assertThat(view(account, deep).size()).isEqualTo(1);
        Changes.Page page = (Changes.Page) account.changesSince(before, 10);
        assertThat(page.changes())
                .hasSize(2)
                .hasAtLeastOneElementOfType(Change.MailboxCreated.class)
                .hasAtLeastOneElementOfType(Change.MailboxChanged.class);
    }

    @Test
    void whatCannotBeRenamed() throws StoreException {
        MailboxId one = made("one");
        made("two");
        MailboxName name = MailboxName.of("one");
        assertThat(account.rename(MailboxName.of("no"), name))
                .isEqualTo(new MailboxResult.Missing(MailboxName.of("no")));
        assertThat(account.rename(MailboxName.of("two"), name)).isEqualTo(new MailboxResult.AlreadyExists(one));
        assertThat(account.rename(name, MailboxName.of("one/below"))).isInstanceOf(MailboxResult.Refused.class);
        assertThat(account.rename(name, MailboxName.of("inbox")))
                .isEqualTo(new MailboxResult.AlreadyExists(MailboxId.INBOX));
        made("one/" + "n".repeat(250));
        assertThat(account.rename(name, MailboxName.of("l".repeat(250)))).isInstanceOf(MailboxResult.Refused.class);
        assertThat(names()).contains("one", "two");
    }

    /** RFC 9051 §6.3.6: what is below INBOX stays. */
    @Test
    void renamingInboxLeavesIt() throws StoreException {
        made("INBOX/below");
        append(store, account, MailboxId.INBOX, "one");
        MailboxResult.Done done = (MailboxResult.Done) account.rename(MailboxName.INBOX, MailboxName.of("old"));
        assertThat(names()).contains("INBOX", "INBOX/below", "old");
        assertThat(view(account, done.mailbox()).size()).isEqualTo(1);
        assertThat(view(account, MailboxId.INBOX).size()).isZero();
        assertThat(account.rename(MailboxName.INBOX, MailboxName.of("old")))
                .isEqualTo(new MailboxResult.AlreadyExists(done.mailbox()));
    }

    /** RFC 9051 §6.3.5, §2.3.1.1: a name used again has a higher UIDVALIDITY. */
    @Test
    void deleteAndCreateAgain() throws StoreException {
        MailboxId parent = made("a");
        made("a/b");
        append(store, account, parent, "one", Flag.of("Word"));
        UidValidity before = view(account, parent).uidValidity();
        assertThat(account.delete(MailboxName.of("a"))).isEqualTo(new MailboxResult.HasChildren(parent));
        assertThat(account.delete(MailboxName.INBOX)).isInstanceOf(MailboxResult.Refused.class);
        account.delete(MailboxName.of("a/b"));
        assertThat(account.delete(MailboxName.of("a"))).isEqualTo(new MailboxResult.Done(parent));
        assertThat(account.delete(MailboxName.of("a"))).isEqualTo(new MailboxResult.Missing(MailboxName.of("a")));
        assertThat(account.view(parent)).isEmpty();
        MailboxId again = made("a");
        assertThat(again).isGreaterThan(parent);
        assertThat(view(account, again).uidValidity()).isGreaterThan(before);
        Removed removed = account.history(Instant.EPOCH, 10).getFirst();
        assertThat(removed.message().flags()).containsExactly(Flag.of("Word"));
        account.restore(Set.of(removed.message().id()));
        assertThat(view(account, MailboxId.INBOX).at(0).flags()).containsExactly(Flag.of("Word"));
        assertThat(account.expunge(MailboxId.INBOX, uids(1, 1))).isInstanceOf(ExpungeResult.Expunged.class);
    }

    private Set<Role> rolesOf(String name) throws StoreException {
        return account.mailbox(account.find(MailboxName.of(name)).orElseThrow())
                .orElseThrow()
                .roles();
    }

    /** RFC 6154 §3: a use that another mailbox has passes to the new one. */
    @Test
    void aRoleIsOneMailboxsAlone() throws StoreException {
        ModSeq before = account.modSeq();
        assertThat(account.create(MailboxName.of("Bin"), Set.of(Role.TRASH, Role.JUNK)))
                .isInstanceOf(MailboxResult.Done.class);
        assertThat(rolesOf("Bin")).containsExactly(Role.JUNK, Role.TRASH);
        assertThat(rolesOf("Trash")).isEmpty();
        assertThat(rolesOf("Junk")).isEmpty();
        assertThat(rolesOf("Sent")).containsExactly(Role.SENT);
        List<MailboxId> changed = new ArrayList<>();
        for (Change change : ((Changes.Page) account.changesSince(before, 100)).changes()) {
            if (change instanceof Change.MailboxChanged) {
                changed.add(change.mailbox());
            }
        }
        assertThat(changed)
                .containsExactlyInAnyOrder(
                        account.find(MailboxName.of("Trash")).orElseThrow(),
                        account.find(MailboxName.of("Junk")).orElseThrow());
    }

    /** RFC 6154 §3: what cannot be for that is not made, nor does another mailbox lose its use. */
    @Test
    void aRoleThatShowsOtherMailboxesIsRefused() throws StoreException {
        assertThat(account.create(MailboxName.of("All/Mail"), Set.of(Role.ALL, Role.SENT)))
                .isEqualTo(new MailboxResult.UnfitRole(Role.ALL));
        assertThat(account.create(MailboxName.of("Starred"), Set.of(Role.FLAGGED)))
                .isEqualTo(new MailboxResult.UnfitRole(Role.FLAGGED));
        assertThat(account.create(MailboxName.of("Drafts"), Set.of(Role.SENT)))
                .isInstanceOf(MailboxResult.AlreadyExists.class);
        assertThat(account.find(MailboxName.of("All"))).isEmpty();
        assertThat(rolesOf("Sent")).containsExactly(Role.SENT);
    }

    @Test
    void aRoleStaysWhenTheMailboxIsRenamedAndGoesWithIt() throws StoreException {
        account.rename(MailboxName.of("Trash"), MailboxName.of("Papierkorb"));
        assertThat(rolesOf("Papierkorb")).containsExactly(Role.TRASH);
        account.delete(MailboxName.of("Papierkorb"));
        assertThat(account.create(MailboxName.of("Trash"))).isInstanceOf(MailboxResult.Done.class);
        assertThat(rolesOf("Trash")).isEmpty();
    }

    /** RFC 9051 §6.3.7: a name stays subscribed when its mailbox goes. */
    @Test
    void subscriptionsAreNames() throws StoreException {
        MailboxName name = MailboxName.of("lists/café");
        account.create(name);
        account.subscribe(name);
        account.subscribe(name);
        assertThat(account.mailbox(account.find(name).orElseThrow())
                        .orElseThrow()
                        .subscribed())
                .isTrue();
        account.delete(name);
        assertThat(account.subscriptions()).contains(name, MailboxName.INBOX);
        account.unsubscribe(name);
        account.unsubscribe(name);
        assertThat(account.subscriptions()).doesNotContain(name);
    }

    @Test
    void manyMailboxes() throws StoreException {
        for (int i = 0; i < 2_500; i++) {
            made("folders/" + i % 50 + "/" + i);
        }
        assertThat(account.mailboxes()).hasSize(6 + 1 + 50 + 2_500);
        assertThat(account.rename(MailboxName.of("folders"), MailboxName.of("moved")))
                .isInstanceOf(MailboxResult.Done.class);
        assertThat(account.find(MailboxName.of("moved/7/2457"))).isPresent();
    }

    private static List<String> rest(MailboxWalk walk) throws StoreException {
        List<String> names = new ArrayList<>();
        for (List<MailboxWalk.Step> page = walk.next(); !page.isEmpty(); page = walk.next()) {
            page.forEach(step -> names.add(step.mailbox().name().toString()));
        }
        return names;
    }

    @Test
    void aWalkTellsWhatTheListTells() throws StoreException {
        for (int i = 0; i < 2_500; i++) {
            made(i % 3 == 0 ? "a" + i : "folders/" + i % 7 + "/" + i);
        }
        assertThat(rest(account.mailboxes(NameScope.ALL))).containsExactlyInAnyOrderElementsOf(names());
        MailboxWalk walk = account.mailboxes(NameScope.ALL);
        for (List<MailboxWalk.Step> page = walk.next(); !page.isEmpty(); page = walk.next()) {
            for (MailboxWalk.Step step : page) {
                assertThat(step.mailbox())
                        .isEqualTo(account.mailbox(step.mailbox().id()).orElseThrow());
                assertThat(step.children())
                        .isEqualTo(step.mailbox().name().toString().matches("folders(/\\d)?"));
            }
        }
        assertThat(rest(mailboxes.account(new AccountId(ALICE.number() + 1)).mailboxes(NameScope.ALL)))
                .isEmpty();
    }

    /** A walk goes on where it was, though the mailbox that it had reached is gone, or that above it. */
    @Test
    void aWalkGoesOnWhenMailboxesGo() throws StoreException {
        for (int i = 0; i < 1_500; i++) {
            made(String.format("f/%04d/x", i));
        }
        MailboxWalk walk = account.mailboxes(NameScope.ALL);
        MailboxName reached = walk.next().getLast().mailbox().name();
        account.delete(reached);
        assertThat(rest(walk)).contains("f/0600/x", "f/1499/x").doesNotContain("f/0001");
        walk = account.mailboxes(NameScope.ALL);
        walk.next();
        account.rename(MailboxName.of("f"), MailboxName.of("z"));
        assertThat(rest(walk)).contains("z", "z/1499/x").doesNotContain("f/1499");
    }

    @Test
    void subscriptionsInPages() throws StoreException {
        for (int i = 0; i < 2_100; i++) {
            account.subscribe(MailboxName.of("s/" + i));
        }
        List<MailboxName> names = new ArrayList<>();
        SubscriptionWalk walk = account.subscriptions("s/");
        for (Optional<MailboxName> next = walk.next(); next.isPresent(); next = walk.next()) {
            names.add(next.get());
        }
        assertThat(names).hasSize(2_100).doesNotHaveDuplicates();
        assertThat(account.subscriptions("x".repeat(501)).next()).isEmpty();
    }

    /** From anywhere in a page; {@code s/1 more} comes between {@code s/1} and what is below it. */
    @Test
    void subscriptionsArePassedOver() throws StoreException {
        for (int i = 0; i < 400; i++) {
            account.subscribe(MailboxName.of("s/" + i / 100 + "/" + i % 100));
        }
        account.subscribe(MailboxName.of("s/1"));
        account.subscribe(MailboxName.of("s/1 more"));
        List<String> names = new ArrayList<>();
        SubscriptionWalk walk = account.subscriptions("s");
        for (Optional<MailboxName> next = walk.next(); next.isPresent(); next = walk.next()) {
            names.add(next.get().toString());
            if (next.get().parts().size() == 3 && !next.get().toString().startsWith("s/2")) {
                walk.passOver(next.get().parent().orElseThrow());
            }
        }
        assertThat(names)
                .hasSize(1 + 2 + 1 + 100 + 1)
                .doesNotHaveDuplicates()
                .contains("s/0/0", "s/1", "s/1 more", "s/1/0", "s/2/0", "s/2/99", "s/3/0")
                .doesNotContain("s/0/1", "s/1/1", "s/3/99");
        SubscriptionWalk one = account.subscriptions("s/1");
        assertThatThrownBy(() -> one.passOver(MailboxName.of("s"))).isInstanceOf(IllegalArgumentException.class);
        one.next();
        assertThatThrownBy(() -> one.passOver(MailboxName.of("s/1"))).isInstanceOf(IllegalArgumentException.class);
        one.passOver(MailboxName.of("s"));
        assertThat(one.next()).isEmpty();
    }

    /** What is known of the tree as a whole is counted where an older program left none, and kept from then on. */
    @Test
    void accountsOfOlderProgramsAreCounted() throws StoreException {
        made("a/b");
        account.create(MailboxName.of("Bin"), Set.of(Role.TRASH, Role.JUNK));
        account.subscribe(MailboxName.of("gone"));
        for (int i = 0; i < 4; i++) {
            store.update(ALICE.partition(), (_, batch) -> {
                batch.delete(Keys.TREE);
                return true;
            });
            assertThat(account.holder(Role.TRASH)).isEqualTo(account.find(MailboxName.of("Bin")));
            assertThat(account.holder(Role.ALL)).isEmpty();
            assertThat(account.mailboxesWithRoles())
                    .extracting(each -> each.name().toString())
                    .containsExactly("Archive", "Bin", "Drafts", "Sent");
            switch (i) {
                case 0 -> account.tidy();
                case 1 -> made("c");
                case 2 -> account.unsubscribe(MailboxName.of("gone"));
                default -> account.create(MailboxName.of("Post"), Set.of(Role.SENT));
            }
            assertThat(store.<Boolean>read(
                            ALICE.partition(), now -> TreeState.kept(now).isPresent()))
                    .isTrue();
            assertThat(account.check()).isEmpty();
        }
        assertThat(rolesOf("Sent")).isEmpty();
    }
}
