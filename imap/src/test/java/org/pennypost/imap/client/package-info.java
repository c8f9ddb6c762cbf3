@NullMarked
package org.pennypost.imap.client;

import org.jspecify.annotations.NullMarked;
