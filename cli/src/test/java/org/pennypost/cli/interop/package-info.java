/** The commands against other people's servers: {@code ./build -Pinterop}. */
@NullMarked
package org.pennypost.cli.interop;

import org.jspecify.annotations.NullMarked;
