package io.shiplog.reconcilers.endpoints;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.write.Draft;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a stored slice holds. It is read once per version of the slice and kept with it.
 *
 * @param addressType IPv4 or IPv6
 * @param ports as they are printed; an empty list when there are none
 * @param entries the endpoints in their order
 */
record SliceContent(String addressType, ArrayNode ports, List<Entry> entries) {

    private static final Decoder<SliceContent> DECODER =
            new Decoder<>(SliceContent.class, json -> read(Json.parse(json)));

    /**
     * One endpoint.
     *
     * @param identity which one it is
     * @param endpoint what is said of it, null when somebody else wrote it
     */
    record Entry(SliceEndpoint.Identity identity, @Nullable SliceEndpoint endpoint) {}

    SliceContent {
        entries = List.copyOf(entries);
    }

    static SliceContent of(StoredObject slice) {
        return slice.facts(DECODER);
    }

    private static SliceContent read(ObjectNode json) {
        var entries = new ArrayList<Entry>();
        for (JsonNode each : json.path("endpoints")) {
            SliceEndpoint endpoint = SliceEndpoint.read(each);
            var identity = new SliceEndpoint.Identity(
                    each.path("targetRef").path("uid").asString(""),
                    each.path("addresses").path(0).asString(""));
            entries.add(new Entry(identity, endpoint));
        }
        ArrayNode ports = json.get("ports") instanceof ArrayNode given
                ? given
                : Json.mapper().createArrayNode();
        return new SliceContent(json.path("addressType").asString(""), ports, entries);
    }

    /** Whether endpoints of {@code group} may be in this slice. */
    boolean isOf(SliceGroup group) {
        return addressType.equals(group.addressType()) && Draft.same(ports, group.ports());
    }
}
