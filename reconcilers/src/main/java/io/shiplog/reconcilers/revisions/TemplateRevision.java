package io.shiplog.reconcilers.revisions;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.MemberOrder;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A ControllerRevision: one template that an owner has or had.
 *
 * @param stored null while it is being made
 * @param number its place in the history
 * @param created when it was made, as text
 * @param template the pod template
 */
public record TemplateRevision(
        @Nullable StoredObject stored, String name, long number, String created, JsonNode template) {
    /** The history's order (pkg/controller/history's byRevision, v1.34). */
    static final Comparator<TemplateRevision> OLDEST_FIRST = Comparator.comparingLong(TemplateRevision::number)
            .thenComparing(TemplateRevision::created)
            .thenComparing(TemplateRevision::name);

    private static final String PATCH = "$patch";

    static TemplateRevision of(StoredObject stored) {
        ObjectNode json = Json.parse(stored.json());
        JsonNode template = json.at("/data/spec/template").deepCopy();
        if (template instanceof ObjectNode object) {
            object.remove(PATCH);
        }
        return new TemplateRevision(
                stored,
                stored.key().name(),
                json.path("revision").asLong(0),
                json.path("metadata").path("creationTimestamp").asString(""),
                template);
    }

    /** What its name ends in, which says the same as its hash label. */
    public String hash() {
        return name.substring(name.lastIndexOf('-') + 1);
    }

    /**
     * What a revision keeps: the patch that brings its template back, as kubectl applies it. Members are in the order
     * of their names, as Go prints maps: clients find a template's revision by comparing bytes.
     */
    static ObjectNode data(JsonNode template) {
        ObjectNode data = Json.object();
        ObjectNode copy = template.deepCopy() instanceof ObjectNode object ? object : Json.object();
        copy.put(PATCH, "replace");
        data.putObject("spec").set("template", MemberOrder.byName(copy));
        return data;
    }

    /** The write that gives it another number; none while it is only proposed. */
    Optional<PlannedWrite> numbered(long newNumber) {
        if (stored == null) {
            return Optional.empty();
        }
        Draft draft = Draft.of(stored);
        draft.json().put("revision", newNumber);
        return draft.write();
    }
}
