/** What the machine must know before the store is open: {@code pennypost.toml}, the environment, and the lab's defaults. */
@NullMarked
package org.pennypost.server.config;

import org.jspecify.annotations.NullMarked;
