/** Names in every script: domains (RFC 5890 to 5892), user names and passwords (RFC 8265). Knows no mail type. */
@NullMarked
package org.pennypost.names;

import org.jspecify.annotations.NullMarked;
