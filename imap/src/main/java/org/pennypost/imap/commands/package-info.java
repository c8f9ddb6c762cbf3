/** The commands of IMAP, a file each: what it is called, when it may be given, how it is written, what it does. */
@NullMarked
package org.pennypost.imap.commands;

import org.jspecify.annotations.NullMarked;
