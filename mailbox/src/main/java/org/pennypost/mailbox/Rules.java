package org.pennypost.mailbox;

/** What all works on a store's mail go by. */
record Rules(Settings settings, Packing packing) {}
