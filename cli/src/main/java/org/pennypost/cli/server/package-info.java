/** The commands of the person who runs a server. */
@NullMarked
package org.pennypost.cli.server;

import org.jspecify.annotations.NullMarked;
