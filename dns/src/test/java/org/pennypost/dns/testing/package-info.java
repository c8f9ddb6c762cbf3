/** A nameserver for tests. */
@NullMarked
package org.pennypost.dns.testing;

import org.jspecify.annotations.NullMarked;
