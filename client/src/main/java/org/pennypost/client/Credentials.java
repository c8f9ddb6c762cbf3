package org.pennypost.client;

/**
 * Who logs in.
 *
 * @param user the name that the server knows
 * @param password never logged or shown
 */
public record Credentials(String user, String password) {
    /** Shows the user only. */
    @Override
    public String toString() {
        return user + " (password not shown)";
    }
}
