/** SASL mechanisms, client and server side. */
@NullMarked
package org.pennypost.sasl;

import org.jspecify.annotations.NullMarked;
