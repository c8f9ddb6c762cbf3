/** The server's side of a session without socket, thread or clock: states, rules, what a command is, what an extension is. */
@NullMarked
package org.pennypost.smtp.session;

import org.jspecify.annotations.NullMarked;
