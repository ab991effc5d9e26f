package io.shiplog.cel.value;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Which values are equal: numbers by their value whatever their type, lists and maps by what is in them. */
public final class Equality {
    private Equality() {}

    public static boolean equal(Object one, Object other) {
        return switch (one) {
            case String text -> text.equals(other);
            case Long _, Double _, Unsigned _ -> Ordering.isNumber(other) && Ordering.numbersEqual(one, other);
            case List<?> list -> other instanceof List<?> items && lists(list, items);
            case Entries entries -> other instanceof Entries more && maps(entries, more);
            case ObjectValue members -> other instanceof ObjectValue more && objects(members, more);
            case OffsetDateTime time -> other instanceof OffsetDateTime more && time.isEqual(more);
            case Optional<?> optional -> other instanceof Optional<?> maybe && optionals(optional, maybe);
            default -> one.equals(other);
        };
    }

    /** Whether a list has an item that is equal to {@code value}. */
    public static boolean contains(List<?> list, Object value) {
        for (Object item : list) {
            if (equal(item, value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean optionals(Optional<?> one, Optional<?> other) {
        return one.isPresent() == other.isPresent() && (one.isEmpty() || equal(one.get(), other.get()));
    }

    private static boolean lists(List<?> one, List<?> other) {
        if (one.size() != other.size()) {
            return false;
        }
        if (one instanceof UnorderedList unordered) {
            return unordered.sameAs(other);
        }
        for (int i = 0; i < one.size(); i++) {
            if (!equal(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean maps(Entries one, Entries other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (Object key : one.keys()) {
            Object value = one.find(key);
            Object counterpart = other.find(key);
            if (value == null || counterpart == null || !equal(value, counterpart)) {
                return false;
            }
        }
        return true;
    }

    private static boolean objects(ObjectValue one, ObjectValue other) {
        if (one.names().size() != other.names().size()) {
            return false;
        }
        for (String name : one.names()) {
            Object value = one.member(name);
            Object counterpart = other.member(name);
            if (value == null || counterpart == null || !equal(value, counterpart)) {
                return false;
            }
        }
        return true;
    }
}
