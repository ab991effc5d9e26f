package io.shiplog.cel.value;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object that an expression writes out: {@code Object{spec: Object.spec{replicas: 1}}}. Immutable. */
public record BuiltObject(String typeName, Map<String, Object> values) implements ObjectValue {
    public BuiltObject {
        values = Collections.unmodifiableMap(values);
    }

    @Override
    public @Nullable Object member(String name) {
        return values.get(name);
    }

    @Override
    public Collection<String> names() {
        return values.keySet();
    }
}
