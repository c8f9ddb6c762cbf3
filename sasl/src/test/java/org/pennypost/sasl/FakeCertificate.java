package org.pennypost.sasl;

import java.math.BigInteger;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A certificate that is only itself. */
@SuppressWarnings({"deprecation", "JavaUtilDate"}) // what X509Certificate wants
final class FakeCertificate extends X509Certificate {
    private static final long serialVersionUID = 1L;

    private static UnsupportedOperationException nothing() {
        return new UnsupportedOperationException("nobody asks");
    }

    @Override
    public void checkValidity() {}

    @Override
    public void checkValidity(Date date) {}

    @Override
    public int getVersion() {
        return 3;
    }

    @Override
    public BigInteger getSerialNumber() {
        return BigInteger.ONE;
    }

    @Override
    public Principal getIssuerDN() {
        throw nothing();
    }

    @Override
    public Principal getSubjectDN() {
        throw nothing();
    }

    @Override
    public Date getNotBefore() {
        throw nothing();
    }

    @Override
    public Date getNotAfter() {
        throw nothing();
    }

    @Override
    public byte[] getTBSCertificate() {
        throw nothing();
    }

    @Override
    public byte[] getSignature() {
        throw nothing();
    }

    @Override
    public String getSigAlgName() {
        return "Ed25519";
    }

    @Override
    public String getSigAlgOID() {
        throw nothing();
    }

    @Override
    public byte[] getSigAlgParams() {
        throw nothing();
    }

    @Override
    public boolean @Nullable [] getIssuerUniqueID() {
        return null;
    }

    @Override
    public boolean @Nullable [] getSubjectUniqueID() {
        return null;
    }

    @Override
    public boolean @Nullable [] getKeyUsage() {
        return null;
    }

    @Override
    public int getBasicConstraints() {
        return -1;
    }

    @Override
    public byte[] getEncoded() {
        return new byte[] {1};
    }

    @Override
    public void verify(PublicKey key) {}

    @Override
    public void verify(PublicKey key, String provider) {}

    @Override
    public String toString() {
        return "FakeCertificate";
    }

    @Override
    public PublicKey getPublicKey() {
        throw nothing();
    }

    @Override
    public boolean hasUnsupportedCriticalExtension() {
        return false;
    }

    @Override
    public @Nullable Set<String> getCriticalExtensionOIDs() {
        return null;
    }

    @Override
    public @Nullable Set<String> getNonCriticalExtensionOIDs() {
        return null;
    }

    @Override
    public byte @Nullable [] getExtensionValue(String oid) {
        return null;
    }
}
