/** Which messages belong together: base subjects, references, the algorithms of RFC 5256. Values in, values out. */
@NullMarked
package org.pennypost.mailbox.thread;

import org.jspecify.annotations.NullMarked;
