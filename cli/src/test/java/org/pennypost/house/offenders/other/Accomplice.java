package org.pennypost.house.offenders.other;

import org.pennypost.house.offenders.Offender;

/** Knows who knows it. */
public record Accomplice(Offender offender) {}
