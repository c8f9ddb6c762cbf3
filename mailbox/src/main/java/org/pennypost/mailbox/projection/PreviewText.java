package org.pennypost.mailbox.projection;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pennypost.mailbox.text.HtmlText;
import org.pennypost.mailbox.text.Preview;
import org.pennypost.mime.FlowedText;
import org.pennypost.mime.parse.ByteSource;

/**
 * Finds the text that a message begins with, and its preview: of alternatives the plain one, unless it only says that there is another.
 *
 * @param source what was parsed
 * @param shift how many octets stand before the message in it
 */
record PreviewText(ByteSource source, int shift) {
    /** Of a text so many octets are read. */
    private static final int TEXT_OCTETS = 16 << 10;

    /** Most texts speak in so many octets. */
    private static final int EARLY_OCTETS = 1 << 10;

    /** Of HTML more, since most of it is no text. */
    private static final int HTML_OCTETS = 64 << 10;

    /** So many parts are tried. */
    private static final int PARTS_MAX = 20;

    /** Returns the preview, or an empty text. */
    String of(BodyStructure message) throws IOException {
        return new Search().of(message);
    }

    private final class Search {
        private int left = PARTS_MAX;

        String of(BodyStructure part) throws IOException {
            if (left-- <= 0) {
                return "";
            }
            return switch (part) {
                case BodyStructure.Multipart multipart -> multipart(multipart);
                case BodyStructure.Message message -> of(message.message());
                case BodyStructure.Text text -> {
                    Optional<String> early = early(text);
                    yield early.isPresent() ? early.get() : Preview.of(text(text));
                }
                case BodyStructure.Basic _ -> "";
            };
        }

        private String multipart(BodyStructure.Multipart multipart) throws IOException {
            String subtype = multipart.fields().type().subtype();
            if (subtype.equals("encrypted")) {
                return "";
            }
            return subtype.equals("alternative")
                    ? alternative(multipart.children())
                    : firstThatSpeaks(multipart.children());
        }

        private String firstThatSpeaks(List<BodyStructure> parts) throws IOException {
            for (BodyStructure part : parts) {
                BodyStructure.Disposition disposition = part.fields().disposition();
                boolean attached = disposition != null && disposition.type().equals("attachment");
                String preview = attached ? "" : of(part);
                if (!preview.isEmpty()) {
                    return preview;
                }
            }
            return "";
        }

        private String alternative(List<BodyStructure> parts) throws IOException {
            String plain = "";
            for (BodyStructure part : parts) {
                if (plain.isEmpty()
                        && part instanceof BodyStructure.Text text
                        && text.fields().type().subtype().equals("plain")) {
                    Optional<String> early = early(text);
                    if (early.isPresent()) {
                        return early.get();
                    }
                    plain = text(text);
                    String speaking = Preview.speaking(plain);
                    if (!speaking.isEmpty()) {
                        return speaking;
                    }
                }
            }
            for (BodyStructure part : parts) {
                String preview = part.fields().type().subtype().equals("plain") ? "" : of(part);
                if (!preview.isEmpty()) {
                    return preview;
                }
            }
            return Preview.of(plain);
        }

        /** What the preview would be of all the text, where its beginning tells. */
        private Optional<String> early(BodyStructure.Text part) throws IOException {
            if (isForPrograms(part)) {
                return Optional.empty();
            }
            if (isHtml(part)) {
                String html = PartText.beginning(source, shift, part, HTML_OCTETS);
                return Preview.early(HtmlText.of(html, Preview.BEGINNING_CHARACTERS));
            }
            // A character set that nobody names is guessed from more.
            return part.fields().parameter("charset").isEmpty()
                    ? Optional.empty()
                    : Preview.early(plain(part, EARLY_OCTETS));
        }

        private String text(BodyStructure.Text part) throws IOException {
            if (isForPrograms(part)) {
                return "";
            }
            return isHtml(part)
                    ? Preview.textOf(PartText.beginning(source, shift, part, HTML_OCTETS))
                    : plain(part, TEXT_OCTETS);
        }

        private String plain(BodyStructure.Text part, int octetsMax) throws IOException {
            String text = PartText.beginning(source, shift, part, octetsMax);
            boolean flowed = part.fields().type().subtype().equals("plain") && has(part, "format", "flowed");
            return flowed ? FlowedText.unwrapped(text, has(part, "delsp", "yes")) : text;
        }

        private static boolean isHtml(BodyStructure.Text part) {
            String subtype = part.fields().type().subtype();
            return subtype.equals("html") || subtype.equals("xhtml+xml");
        }

        private static boolean isForPrograms(BodyStructure.Text part) {
            return switch (part.fields().type().subtype()) {
                case "calendar", "x-vcard", "vcard" -> true;
                default -> false;
            };
        }

        /** As RFC 3676 §4 spells its parameters, in any case of letters. */
        private boolean has(BodyStructure part, String parameter, String value) {
            return part.fields()
                    .parameter(parameter)
                    .filter(found -> found.strip().equalsIgnoreCase(value))
                    .isPresent();
        }
    }
}
