/** The commands of the server, one file each: its name and rules, its grammar, its effect. */
@NullMarked
package org.pennypost.smtp.commands;

import org.jspecify.annotations.NullMarked;
