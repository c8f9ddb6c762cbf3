/** SMTP's words and values, shared by the server and the client: addresses, paths, parameters, replies, and the port through which a server receives. */
@NullMarked
package org.pennypost.smtp;

import org.jspecify.annotations.NullMarked;
