package org.pennypost.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.pennypost.directory.AccountEntry;
import org.pennypost.directory.Directory;
import org.pennypost.directory.RandomPassword;
import org.pennypost.directory.Refused;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.server.admin.MailSpace;
import org.pennypost.store.StoreException;

/** Fills the directory of a new lab, so that there is somebody to send mail to. */
final class FirstStart {
    static final String DOMAIN = "example.test";
    private static final List<String> NAMES = List.of("alice", "bob");

    private FirstStart() {}

    /**
     * Adds the domain and its accounts that are missing from a directory that knows nothing but them: a new one, or one whose
     * first start was cut off.
     *
     * @return the passwords by address; empty if nothing was new
     */
    static Map<String, String> fill(Directory directory, Mailboxes mailboxes, RandomGenerator random)
            throws StoreException, Refused {
        Map<String, String> passwords = new LinkedHashMap<>();
        if (directory.domains().isEmpty()) {
            directory.addDomain(DOMAIN);
        } else if (!isCutOff(directory)) {
            return passwords;
        }
        for (String name : NAMES) {
            if (directory.account(name + "@" + DOMAIN).isPresent()) {
                continue;
            }
            String password = RandomPassword.make(random);
            AccountEntry account = directory.addAccount(name + "@" + DOMAIN, password, 0);
            MailSpace.make(mailboxes, account);
            passwords.put(account.address(), password);
        }
        return passwords;
    }

    private static boolean isCutOff(Directory directory) {
        return directory.domains().size() == 1
                && directory.hosts(DOMAIN)
                && directory.accounts().isEmpty();
    }
}
