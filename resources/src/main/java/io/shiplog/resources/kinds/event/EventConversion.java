package io.shiplog.resources.kinds.event;

import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Conversion;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code events.k8s.io/v1} EventConversion are core EventConversion whose members have other names. */
public final class EventConversion implements Conversion {
    private static final Map<String, String> CORE_NAMES = Map.of(
            "regarding", "involvedObject",
            "note", "message",
            "deprecatedSource", "source",
            "deprecatedFirstTimestamp", "firstTimestamp",
            "deprecatedLastTimestamp", "lastTimestamp",
            "deprecatedCount", "count",
            "reportingController", "reportingComponent");

    private static final Map<String, String> NEW_NAMES =
            CORE_NAMES.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    @Override
    public ObjectNode toStored(ObjectNode event, @Nullable ObjectNode stored) {
        return renamed(event, CORE_NAMES);
    }

    @Override
    public ObjectNode toServed(ObjectNode stored) {
        return renamed(stored, NEW_NAMES);
    }

    private static ObjectNode renamed(ObjectNode object, Map<String, String> names) {
        ObjectNode renamed = Json.object();
        object.properties()
                .forEach(
                        member -> renamed.set(names.getOrDefault(member.getKey(), member.getKey()), member.getValue()));
        return renamed;
    }
}
