/** Tests of the client library. */
@NullMarked
package org.pennypost.client;

import org.jspecify.annotations.NullMarked;
