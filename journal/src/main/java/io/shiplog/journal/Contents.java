package io.shiplog.journal;

import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a state consists of, in two numbers: two states have the same exactly when they have the same objects, byte for
 * byte, but for a chance of one in four billion. It goes along with a fold at the cost of a checksum per write. It
 * finds damage, not malice.
 *
 * @param objects how many objects there are
 * @param digest the sum of a number per object
 */
public record Contents(long objects, long digest) {
    /** Of no objects. */
    public static final Contents NOTHING = new Contents(0, 0);

    /** Of all objects of {@code state}. */
    public static Contents of(State state) {
        Contents contents = NOTHING;
        for (GroupResource resource : state.resources()) {
            for (StoredObject object : state.list(resource)) {
                contents = contents.with(null, object);
            }
        }
        return contents;
    }

    /** After {@code change}. */
    public Contents with(Change change) {
        return with(change.before(), change.after());
    }

    /** With {@code after} in place of {@code before}; null where there is no object. */
    public Contents with(@Nullable StoredObject before, @Nullable StoredObject after) {
        return new Contents(
                objects - (before == null ? 0 : 1) + (after == null ? 0 : 1),
                digest - (before == null ? 0 : number(before)) + (after == null ? 0 : number(after)));
    }

    private static long number(StoredObject object) {
        CRC32C checksum = new CRC32C();
        checksum.update(object.json());
        long name = 31L * object.resource().toString().hashCode()
                + object.key().toString().hashCode();
        return mixed(mixed(checksum.getValue() ^ (object.resourceVersion() << 32)) ^ name);
    }

    /** Every bit of the result depends on every bit of {@code number}: the finalizer of SplitMix64. */
    private static long mixed(long number) {
        long z = number + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
