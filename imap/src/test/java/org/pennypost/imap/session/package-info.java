@NullMarked
package org.pennypost.imap.session;

import org.jspecify.annotations.NullMarked;
