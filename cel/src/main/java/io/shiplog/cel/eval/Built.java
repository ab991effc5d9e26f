package io.shiplog.cel.eval;

import io.shiplog.cel.value.BuiltMap;
import io.shiplog.cel.value.BuiltObject;
import io.shiplog.cel.value.EvaluationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Maps and objects that an expression writes out. */
final class Built {
    private Built() {}

    record Entry(ProgramNode key, ProgramNode value, boolean optional) {}

    record Member(String name, ProgramNode value, boolean optional) {}

    static Object map(List<Entry> entries, Frame frame) {
        BuiltMap map = new BuiltMap();
        for (Entry entry : entries) {
            Object key = entry.key().eval(frame);
            Object value = entry.value().eval(frame);
            if (!entry.optional()) {
                map.put(key, value);
            } else {
                optional(value, key).ifPresent(given -> map.put(key, given));
            }
        }
        return map;
    }

    static Object struct(String type, List<Member> members, Frame frame) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Member member : members) {
            Object value = member.value().eval(frame);
            if (!member.optional()) {
                values.put(member.name(), value);
            } else {
                optional(value, member.name()).ifPresent(given -> values.put(member.name(), given));
            }
        }
        return new BuiltObject(type, values);
    }

    @SuppressWarnings("unchecked")
    static Optional<Object> optional(Object value, Object where) {
        if (value instanceof Optional<?> maybe) {
            return (Optional<Object>) maybe;
        }
        throw new EvaluationException(
                "cannot initialize optional entry '" + where + "' from non-optional value " + value);
    }
}
