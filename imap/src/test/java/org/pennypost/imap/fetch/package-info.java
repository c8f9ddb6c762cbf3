@NullMarked
package org.pennypost.imap.fetch;

import org.jspecify.annotations.NullMarked;
