/** The shell of the server: reads lines from a connection, lets the session answer, performs what it decides. */
@NullMarked
package org.pennypost.smtp.server;

import org.jspecify.annotations.NullMarked;
