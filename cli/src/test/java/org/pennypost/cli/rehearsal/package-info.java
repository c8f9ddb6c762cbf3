@NullMarked
package org.pennypost.cli.rehearsal;

import org.jspecify.annotations.NullMarked;
