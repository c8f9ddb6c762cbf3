/** Configuration, wiring, lifecycle, certificates, admin socket. */
@NullMarked
package org.pennypost.server;

import org.jspecify.annotations.NullMarked;
