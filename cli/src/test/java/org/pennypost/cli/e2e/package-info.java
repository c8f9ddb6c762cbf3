/** The packaged program, started as a person starts it and used as strangers use it. */
@NullMarked
package org.pennypost.cli.e2e;

import org.jspecify.annotations.NullMarked;
