@NullMarked
package org.pennypost.server.config;

import org.jspecify.annotations.NullMarked;
