/** POP3: grammar, server session, client. */
@NullMarked
package org.pennypost.pop3;

import org.jspecify.annotations.NullMarked;
