package org.pennypost.store.conformance;

import org.junit.jupiter.api.Timeout;

/** What each part of the suite asks of the engine's test class. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
interface NewRig {
    /** A new and empty store; the suite closes it. */
    Rig rig() throws Exception;
}
