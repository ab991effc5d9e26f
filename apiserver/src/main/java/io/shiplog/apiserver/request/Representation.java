package io.shiplog.apiserver.request;

import io.shiplog.apiserver.status.Failures;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a reply is to be written.
 *
 * @param encoding JSON or YAML
 * @param shape the object itself, a table, or only its metadata
 * @param include what a table carries beside its cells; meaningless for other shapes
 * @param pretty whether JSON is indented
 */
public record Representation(Encoding encoding, Shape shape, Include include, boolean pretty) {
    /** What this server can write. */
    public static final String ACCEPTED = "application/json, application/yaml";

    /** Compact JSON of the object itself. */
    public static final Representation JSON = new Representation(Encoding.JSON, Shape.OBJECT, Include.METADATA, false);

    /** A text encoding. */
    public enum Encoding {
        JSON("application/json"),
        YAML("application/yaml");

        private final String mediaType;

        Encoding(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }
    }

    /** What of an object is shown. */
    public enum Shape {
        OBJECT,
        TABLE,
        METADATA
    }

    /** {@code includeObject} of a table. */
    public enum Include {
        NONE,
        METADATA,
        OBJECT
    }

    /**
     * As {@link #negotiate}, of what can be shown as itself alone.
     *
     * @throws io.shiplog.apiserver.status.ApiException 406 when only other shapes are accepted
     */
    public static Representation plain(String accept, Query query) {
        if (negotiate(accept, query).shape() == Shape.OBJECT) {
            return negotiate(accept, query);
        }
        String others = Arrays.stream(accept.split(",", -1))
                .filter(clause -> !clause.contains("as="))
                .collect(Collectors.joining(","));
        if (others.isBlank()) {
            throw Failures.notAcceptable(ACCEPTED).exception();
        }
        return negotiate(others, query);
    }

    /**
     * Chooses the first representation of an Accept header that this server can write.
     *
     * @param accept the header, empty for "anything"
     * @throws io.shiplog.apiserver.status.ApiException 406 when none can be written
     */
    public static Representation negotiate(String accept, Query query) {
        Include include = switch (query.text("includeObject").toLowerCase(Locale.ROOT)) {
            case "none" -> Include.NONE;
            case "object" -> Include.OBJECT;
            default -> Include.METADATA;
        };
        boolean pretty = query.flag("pretty");
        if (accept.isEmpty()) {
            return new Representation(Encoding.JSON, Shape.OBJECT, include, pretty);
        }
        for (String clause : accept.split(",", -1)) {
            String[] parts = clause.split(";", -1);
            String type = parts[0].trim().toLowerCase(Locale.ROOT);
            Encoding encoding = switch (type) {
                case "application/json", "application/*", "*/*" -> Encoding.JSON;
                case "application/yaml", "application/x-yaml", "text/yaml" -> Encoding.YAML;
                default -> null;
            };
            Shape shape = shape(parts);
            if (encoding != null && shape != null) {
                return new Representation(encoding, shape, include, pretty);
            }
        }
        throw Failures.notAcceptable(ACCEPTED).exception();
    }

    /** The shape that a clause's parameters ask for, null if this server does not know it. */
    private static @Nullable Shape shape(String[] parts) {
        String as = "";
        String group = "";
        String version = "";
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].trim();
            if (part.startsWith("as=")) {
                as = part.substring(3);
            } else if (part.startsWith("g=")) {
                group = part.substring(2);
            } else if (part.startsWith("v=")) {
                version = part.substring(2);
            }
        }
        if (as.isEmpty()) {
            return Shape.OBJECT;
        }
        if (!group.equals("meta.k8s.io") || !version.equals("v1")) {
            return null;
        }
        return switch (as) {
            case "Table" -> Shape.TABLE;
            case "PartialObjectMetadata", "PartialObjectMetadataList" -> Shape.METADATA;
            default -> null;
        };
    }
}
