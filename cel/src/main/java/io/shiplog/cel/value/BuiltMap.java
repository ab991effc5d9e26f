package io.shiplog.cel.value;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map that an expression builds. Owned by the thread that evaluates it; it grows only while it is being built. */
public final class BuiltMap implements Entries {
    private final Map<Object, Object> entries = new LinkedHashMap<>();

    /** Adds an entry; a key that is there already is an error. */
    public BuiltMap insert(Object key, Object value) {
        Object normal = key(key);
        if (entries.putIfAbsent(normal, value) != null) {
            throw new EvaluationException("insert failed: key " + key + " already exists");
        }
        return this;
    }

    /** Adds an entry, in place of one that is there. */
    public void put(Object key, Object value) {
        entries.put(key(key), value);
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public @Nullable Object find(Object key) {
        return entries.get(normal(key));
    }

    @Override
    public Iterable<?> keys() {
        return entries.keySet();
    }

    private static Object key(Object key) {
        return switch (key) {
            case String _, Long _, Boolean _, Double _ -> key;
            case Unsigned number -> number;
            default -> throw new EvaluationException("unsupported key type");
        };
    }

    /** Numbers that are equal are one key. */
    private Object normal(Object key) {
        return switch (key) {
            case Double number
            when number == Math.rint(number) && Math.abs(number) < 1L << 53 -> other(number.longValue());
            case Long number -> other(number);
            case Unsigned number when number.bits() >= 0 -> other(number.bits());
            default -> key;
        };
    }

    private Object other(long number) {
        return number >= 0 && !entries.containsKey(number) ? new Unsigned(number) : (Object) number;
    }
}
