package org.pennypost.mailbox.projection;

import java.util.ArrayList;
import java.util.List;

/**
 * What of a message a person would save: what is neither text that is shown where it stands, nor a picture in such text, nor a signature
 * or a report for programs.
 *
 * @param any whether there is one
 * @param names what they are called, those that have names
 */
record Attachments(boolean any, List<String> names) {
    static Attachments of(BodyStructure message) {
        Search search = new Search();
        search.walk(message, "");
        return new Attachments(search.any, search.names);
    }

    private static final class Search {
        private final List<String> names = new ArrayList<>(0);
        private boolean any;

        /** @param around the subtype of the multipart that it is in */
        void walk(BodyStructure part, String around) {
            if (part instanceof BodyStructure.Multipart) {
                String subtype = part.fields().type().subtype();
                part.children().forEach(child -> walk(child, subtype));
            } else if (isAttachment(part, around)) {
                any = true;
                if (names.size() < Listing.NAMES_MAX) {
                    part.fields().fileName().map(Search::shortened).ifPresent(names::add);
                }
            }
        }

        private static boolean isAttachment(BodyStructure part, String around) {
            BodyStructure.Disposition disposition = part.fields().disposition();
            String type = part.fields().type().type();
            String subtype = part.fields().type().subtype();
            if (around.equals("encrypted") || around.equals("report") || subtype.endsWith("-signature")) {
                return false;
            }
            if (disposition != null && disposition.type().equals("attachment")) {
                return true;
            }
            boolean inline = disposition != null && disposition.type().equals("inline");
            return switch (type) {
                case "text" -> part.fields().fileName().isPresent() && !inline;
                case "image" ->
                    !inline && !(around.equals("related") && part.fields().id() != null);
                default -> !(around.equals("related") && part.fields().id() != null);
            };
        }

        private static String shortened(String name) {
            return name.codePointCount(0, name.length()) <= Listing.NAME_CHARACTERS_MAX
                    ? name
                    : name.substring(0, name.offsetByCodePoints(0, Listing.NAME_CHARACTERS_MAX));
        }
    }
}
