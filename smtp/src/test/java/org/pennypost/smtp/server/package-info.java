@NullMarked
package org.pennypost.smtp.server;

import org.jspecify.annotations.NullMarked;
