/** What a person reads of a message: text out of HTML, previews, texts compared without regard to case. */
@NullMarked
package org.pennypost.mailbox.text;

import org.jspecify.annotations.NullMarked;
