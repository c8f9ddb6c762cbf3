/** Domains, accounts, credentials, login throttle. */
@NullMarked
package org.pennypost.directory;

import org.jspecify.annotations.NullMarked;
