package io.shiplog.resources.diff;

import io.shiplog.resources.schema.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which change gave each field of an object its value, version by version. A change that leaves a value as it was
 * leaves its blame, too; an object that was deleted begins anew. Used by one thread.
 *
 * @param <C> what names a change
 */
public final class FieldBlame<C> {
    private final Schema schema;
    private Map<String, Setting<C>> fields = new LinkedHashMap<>();

    /**
     * Who set a field.
     *
     * @param by the change; null where it lies before all that is known
     */
    public record Setting<C>(JsonNode value, @Nullable C by) {}

    public FieldBlame(Schema schema) {
        this.schema = schema;
    }

    /**
     * Takes the next version of the object.
     *
     * @param object null when it was deleted
     * @param by the change that made it so; null for what was there before all that is known
     */
    public void next(@Nullable ObjectNode object, @Nullable C by) {
        Map<String, Setting<C>> next = new LinkedHashMap<>();
        ObjectFields.of(object, schema).forEach((path, value) -> {
            Setting<C> known = fields.get(path);
            next.put(path, known != null && known.value().equals(value) ? known : new Setting<>(value, by));
        });
        fields = next;
    }

    /** Every field of the last version, in its order. */
    public Map<String, Setting<C>> fields() {
        return fields;
    }
}
