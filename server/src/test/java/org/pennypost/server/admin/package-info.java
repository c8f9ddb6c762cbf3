@NullMarked
package org.pennypost.server.admin;

import org.jspecify.annotations.NullMarked;
