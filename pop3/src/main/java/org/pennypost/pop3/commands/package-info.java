/** The commands of POP3, a file each: what it is called, when it may be given, what its arguments are, what it does. */
@NullMarked
package org.pennypost.pop3.commands;

import org.jspecify.annotations.NullMarked;
