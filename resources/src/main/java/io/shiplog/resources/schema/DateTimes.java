package io.shiplog.resources.schema;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** How the API writes times: in UTC; most to the second, those of type MicroTime to the microsecond. */
final class DateTimes {
    private static final String MICRO_TIME = "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime";
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private DateTimes() {}

    /** The same time as the API writes it; the node itself when it is written so, or is no time. */
    static JsonNode canonical(JsonNode value, Schema schema) {
        String text = value.stringValue();
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            String canonical = schema.name().equals(MICRO_TIME)
                    ? MICROS.format(time)
                    : time.truncatedTo(ChronoUnit.SECONDS).toString();
            return canonical.equals(text) ? value : JsonNodeFactory.instance.stringNode(canonical);
        } catch (DateTimeParseException leftToTheCheck) {
            return value;
        }
    }
}
