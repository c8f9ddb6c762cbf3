@NullMarked
package org.pennypost.mailbox;

import org.jspecify.annotations.NullMarked;
