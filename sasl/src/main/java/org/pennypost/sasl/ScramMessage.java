package org.pennypost.sasl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The messages of SCRAM (RFC 5802 §7), read and written. Extensions behind the known attributes are skipped (§5.1); a mandatory one,
 * {@code m=}, is an error wherever it stands.
 */
final class ScramMessage {
    private static final String NONCE = "[\\x21-\\x2B\\x2D-\\x7E]{1,512}";
    private static final String BASE64 = "[A-Za-z0-9+/]*={0,2}";
    private static final String EXTENSIONS = "((?:,[A-Za-z]=[^\\x00,]+)*)";

    /** {@code reserved-mext} at the beginning. */
    private static final String MANDATORY = "(m=[^\\x00,]+,)?";

    private static final Pattern CLIENT_FIRST = Pattern.compile(MANDATORY + "n=([^,]*),r=(" + NONCE + ")" + EXTENSIONS);
    private static final Pattern SERVER_FIRST =
            Pattern.compile(MANDATORY + "r=(" + NONCE + "),s=(" + BASE64 + "),i=([1-9][0-9]{0,8})" + EXTENSIONS);
    private static final Pattern CLIENT_FINAL =
            Pattern.compile("(c=(" + BASE64 + "),r=(" + NONCE + ")" + EXTENSIONS + "),p=(" + BASE64 + ")");
    private static final Pattern SERVER_FINAL = Pattern.compile("v=(" + BASE64 + ")" + EXTENSIONS);
    private static final Pattern SERVER_ERROR = Pattern.compile("e=([^\\x00,]{1,100})" + EXTENSIONS);

    private ScramMessage() {}

    /** {@code gs2-header n=name,r=nonce}. */
    record ClientFirst(Gs2Header header, String name, String nonce, String bare) {
        static ClientFirst of(Gs2Header header, String name, String nonce) {
            return new ClientFirst(header, name, nonce, "n=" + Gs2Header.escaped(name) + ",r=" + nonce);
        }

        static ClientFirst parse(String message) throws BadMessage {
            Gs2Header header = Gs2Header.parse(message);
            String bare = message.substring(header.written().length());
            Matcher parts = match(CLIENT_FIRST, bare, "the client's first message is \"n=name,r=nonce\"");
            noMandatory(parts.group(1), parts.group(4));
            return new ClientFirst(header, Gs2Header.unescaped(parts.group(2)), parts.group(3), bare);
        }

        String written() {
            return header.written() + bare;
        }
    }

    /** {@code r=nonce,s=salt,i=iterations}. */
    @SuppressWarnings("ArrayRecordComponent") // bytes that nobody changes or compares
    record ServerFirst(String nonce, byte[] salt, int iterations, String written) {
        static ServerFirst of(String nonce, byte[] salt, int iterations) {
            return new ServerFirst(
                    nonce, salt, iterations, "r=" + nonce + ",s=" + Texts.base64(salt) + ",i=" + iterations);
        }

        static ServerFirst parse(String message) throws BadMessage {
            Matcher parts = match(SERVER_FIRST, message, "the server's first message is \"r=nonce,s=salt,i=count\"");
            noMandatory(parts.group(1), parts.group(5));
            return new ServerFirst(
                    parts.group(2), Texts.base64(parts.group(3)), Integer.parseInt(parts.group(4)), message);
        }
    }

    /**
     * {@code c=binding,r=nonce,p=proof}.
     *
     * @param binding the GS2 header again, and the data of the channel
     * @param withoutProof all but the proof, as it is signed
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes that nobody changes or compares
    record ClientFinal(byte[] binding, String nonce, byte[] proof, String withoutProof) {
        static String withoutProof(byte[] binding, String nonce) {
            return "c=" + Texts.base64(binding) + ",r=" + nonce;
        }

        static ClientFinal parse(String message) throws BadMessage {
            Matcher parts = match(CLIENT_FINAL, message, "the client's last message is \"c=binding,r=nonce,p=proof\"");
            noMandatory(null, parts.group(4));
            return new ClientFinal(
                    Texts.base64(parts.group(2)), parts.group(3), Texts.base64(parts.group(5)), parts.group(1));
        }
    }

    /** {@code v=signature}, or {@code e=error} with which a server may say what is wrong. */
    sealed interface ServerFinal {
        @SuppressWarnings("ArrayRecordComponent") // bytes that nobody changes or compares
        record Signature(byte[] bytes) implements ServerFinal {}

        record Refusal(String value) implements ServerFinal {}

        /** RFC 5802 §7: {@code server-error}. */
        String EXTENSIONS_NOT_SUPPORTED = "e=extensions-not-supported";

        static ServerFinal parse(String message) throws BadMessage {
            Matcher error = SERVER_ERROR.matcher(message);
            if (error.matches()) {
                return new Refusal(error.group(1));
            }
            Matcher parts = match(SERVER_FINAL, message, "the server's last message is \"v=signature\"");
            return new Signature(Texts.base64(parts.group(1)));
        }

        static String signed(byte[] signature) {
            return "v=" + Texts.base64(signature);
        }
    }

    private static Matcher match(Pattern grammar, String message, String otherwise) throws BadMessage {
        Matcher parts = grammar.matcher(message);
        if (!parts.matches()) {
            throw new BadMessage(otherwise + ", and this is none");
        }
        return parts;
    }

    /** RFC 5802 §5.1: an extension that must be understood is one that is not. */
    private static void noMandatory(@Nullable String begin, String extensions) throws ExtensionNotSupported {
        if (begin != null || extensions.contains(",m=")) {
            throw new ExtensionNotSupported();
        }
    }

    /** The message has a mandatory extension. */
    static final class ExtensionNotSupported extends BadMessage {
        private static final long serialVersionUID = 1L;

        private ExtensionNotSupported() {
            super("the message has a mandatory extension, of which none is known");
        }
    }
}
