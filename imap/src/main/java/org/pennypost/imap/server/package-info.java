/** The shell around a session: its socket, its threads, its clock. */
@NullMarked
package org.pennypost.imap.server;

import org.jspecify.annotations.NullMarked;
