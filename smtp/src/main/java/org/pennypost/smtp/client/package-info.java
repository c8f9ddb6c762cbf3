/** The client: opens a session with a server, and sends messages through it. */
@NullMarked
package org.pennypost.smtp.client;

import org.jspecify.annotations.NullMarked;
