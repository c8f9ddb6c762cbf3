/** Client library: send, fetch; one front for all protocols. */
@NullMarked
package org.pennypost.client;

import org.jspecify.annotations.NullMarked;
