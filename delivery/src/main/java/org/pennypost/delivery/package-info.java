/** Receive or submit: check, deliver, hand to the queue. */
@NullMarked
package org.pennypost.delivery;

import org.jspecify.annotations.NullMarked;
