/** What tests of protocols talk to a server with. */
@NullMarked
package org.pennypost.wire.testing;

import org.jspecify.annotations.NullMarked;
