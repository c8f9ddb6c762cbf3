/** How stored records are written and read: numbers, byte strings, texts. Not exported. */
@NullMarked
package org.pennypost.mailbox.record;

import org.jspecify.annotations.NullMarked;
