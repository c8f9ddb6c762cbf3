@NullMarked
package org.pennypost.server;

import org.jspecify.annotations.NullMarked;
