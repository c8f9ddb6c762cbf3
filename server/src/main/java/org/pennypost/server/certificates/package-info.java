/** The server's own certificate: read from PEM files, or made by itself. */
@NullMarked
package org.pennypost.server.certificates;

import org.jspecify.annotations.NullMarked;
