package io.shiplog.cel.eval;

import io.shiplog.cel.value.Entries;
import io.shiplog.cel.value.EvaluationException;
import io.shiplog.cel.value.ObjectValue;
import io.shiplog.cel.value.Unsigned;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is in a value: members of objects, entries of maps, items of lists. */
final class MemberAccess {
    private MemberAccess() {}

    /** {@code a.b} */
    record Select(ProgramNode operand, String field) implements ProgramNode {
        @Override
        public Object eval(Frame frame) {
            Object value = operand.eval(frame);
            frame.charge(1);
            if (value instanceof Optional<?> maybe) {
                return maybe.isEmpty() ? maybe : Optional.ofNullable(member(maybe.get(), field));
            }
            Object found = member(value, field);
            if (found == null) {
                throw EvaluationException.noSuchKey(field);
            }
            return found;
        }
    }

    /** {@code has(a.b)} */
    record Test(ProgramNode operand, String field) implements ProgramNode {
        @Override
        public Object eval(Frame frame) {
            Object value = operand.eval(frame);
            return value instanceof Optional<?> maybe
                    ? maybe.isPresent() && member(maybe.get(), field) != null
                    : member(value, field) != null;
        }
    }

    /** {@code a[b]} */
    record Index(ProgramNode operand, ProgramNode index) implements ProgramNode {
        @Override
        public Object eval(Frame frame) {
            Object value = operand.eval(frame);
            Object key = index.eval(frame);
            frame.charge(1);
            if (value instanceof Optional<?> maybe) {
                return maybe.isEmpty() ? maybe : Optional.ofNullable(at(maybe.get(), key));
            }
            Object found = at(value, key);
            if (found == null) {
                throw value instanceof List<?>
                        ? new EvaluationException("index out of bounds: " + key)
                        : EvaluationException.noSuchKey(key);
            }
            return found;
        }
    }

    /** {@code a[?b]} and {@code a.?b} */
    record OptionalIndex(ProgramNode operand, ProgramNode index) implements ProgramNode {
        @Override
        public Object eval(Frame frame) {
            Object value = operand.eval(frame);
            Object key = index.eval(frame);
            frame.charge(1);
            return value instanceof Optional<?> maybe
                    ? maybe.isEmpty() ? maybe : Optional.ofNullable(at(maybe.get(), key))
                    : Optional.ofNullable(at(value, key));
        }
    }

    private static @Nullable Object member(Object value, String name) {
        return switch (value) {
            case ObjectValue members -> members.member(name);
            case Entries entries -> entries.find(name);
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static @Nullable Object at(Object value, Object key) {
        return switch (value) {
            case List<?> list -> {
                long index = index(key);
                yield index < 0 || index >= list.size() ? null : list.get((int) index);
            }
            case Entries entries -> entries.find(key);
            case ObjectValue members when key instanceof String name -> members.member(name);
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static long index(Object key) {
        return switch (key) {
            case Long number -> number;
            case Unsigned number -> number.bits();
            case Double number when number == Math.rint(number) -> number.longValue();
            default ->
                throw new EvaluationException(
                        "unsupported index type '" + io.shiplog.cel.value.TypeValue.nameOf(key) + "' in list");
        };
    }
}
