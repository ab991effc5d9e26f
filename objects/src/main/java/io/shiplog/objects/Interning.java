package io.shiplog.objects;

/**
 * Values that recur in many objects, such as names of nodes, phases, and the labels of the pods of one template: equal
 * ones become one instance, as a rule. The table has a fixed size: what collides is forgotten, so nothing is ever held
 * in vain.
 *
 * <p>Any thread may use it, without locks: a value that two threads bring at once may exist twice. Values are
 * immutable.
 */
public final class Interning {
    private static final int SLOTS = 1 << 14;
    private static final Object[] TABLE = new Object[SLOTS];

    private Interning() {}

    /** {@code value}, or an equal one of the same class that came before it. */
    @SuppressWarnings("unchecked") // equal and of the same class: what holds of one holds of the other
    public static <T> T one(T value) {
        int hash = value.hashCode();
        int slot = (hash ^ hash >>> 15) & SLOTS - 1;
        Object known = TABLE[slot];
        if (known != null && known.getClass() == value.getClass() && known.equals(value)) {
            return (T) known;
        }
        TABLE[slot] = value;
        return value;
    }
}
