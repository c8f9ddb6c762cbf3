/**
 * What clients list of a message (envelope, structure, where its parts are, preview, thread), computed once when it arrives and stored
 * with its content.
 */
@NullMarked
package org.pennypost.mailbox.projection;

import org.jspecify.annotations.NullMarked;
