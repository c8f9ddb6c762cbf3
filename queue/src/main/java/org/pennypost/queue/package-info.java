/** What is to leave this machine: the durable outbound queue, and how much an account may put into it. */
@NullMarked
package org.pennypost.queue;

import org.jspecify.annotations.NullMarked;
