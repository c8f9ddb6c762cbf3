@NullMarked
package org.pennypost.cli.bench;

import org.jspecify.annotations.NullMarked;
