/** SMTP: grammar, server session, client. */
@NullMarked
package org.pennypost.smtp;

import org.jspecify.annotations.NullMarked;
