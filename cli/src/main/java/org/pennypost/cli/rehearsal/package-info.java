/** What the program does once while it is packaged, so that it starts warm wherever it runs. */
@NullMarked
package org.pennypost.cli.rehearsal;

import org.jspecify.annotations.NullMarked;
