@NullMarked
package org.pennypost.imap.grammar;

import org.jspecify.annotations.NullMarked;
