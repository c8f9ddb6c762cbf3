/**
 * Administration: what {@code pennypost domain}, {@code account}, {@code status}, {@code check} and {@code stop} ask for, answered by the
 * running server through a Unix-domain socket in the data folder, or by the command itself when no server runs.
 */
@NullMarked
package org.pennypost.server.admin;

import org.jspecify.annotations.NullMarked;
