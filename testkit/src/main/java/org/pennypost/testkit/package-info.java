/** Transcripts, generators and house rules for tests; knows no mail type. */
@NullMarked
package org.pennypost.testkit;

import org.jspecify.annotations.NullMarked;
