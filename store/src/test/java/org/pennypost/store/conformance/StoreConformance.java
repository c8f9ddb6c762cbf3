package org.pennypost.store.conformance;

/**
 * The whole suite: an engine's test class implements it with {@link RowsConformance#rig}. Tests leave nothing behind but what
 * the rig's own folder holds.
 */
public interface StoreConformance
        extends RowsConformance,
                CommitsConformance,
                MarksConformance,
                BlobsConformance,
                ServicesConformance,
                ModelConformance {}
