package io.shiplog.resources.kinds;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.kinds.definition.Definitions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the kinds of the last few tables of definitions, so that asking for the kinds of a moment costs no more
 * than looking at whose table it is. Thread-safe: what is remembered is replaced as a whole, and forgetting is no harm.
 */
final class KindsMemo {
    private static final GroupResource DEFINITIONS = Definitions.KIND.resource();

    /** More than the views of one process: its replica's state, and one view for each of its loops. */
    private static final int REMEMBERED = 8;

    private static volatile List<Entry> last = List.of();

    /**
     * @param stamp what stands for the table as it was
     * @param definitions what was in it
     */
    private record Entry(Object stamp, List<StoredObject> definitions, Kinds kinds) {}

    private KindsMemo() {}

    static Kinds of(View view) {
        Object stamp = view.stamp(DEFINITIONS);
        List<Entry> known = last;
        for (Entry entry : known) {
            if (entry.stamp() == stamp) {
                return entry.kinds();
            }
        }
        List<StoredObject> definitions = List.copyOf(view.list(DEFINITIONS));
        Kinds same = definitions.isEmpty() ? Kinds.builtIn() : sameDefinitions(known, definitions);
        Kinds kinds = same == null ? Kinds.builtIn().with(definitions) : same;
        List<Entry> next = new ArrayList<>();
        next.add(new Entry(stamp, definitions, kinds));
        next.addAll(known.subList(0, Math.min(known.size(), REMEMBERED - 1)));
        last = List.copyOf(next);
        return kinds;
    }

    /** Another view of the same moment: what is made from its kinds need not be made again. */
    private static @Nullable Kinds sameDefinitions(List<Entry> known, List<StoredObject> definitions) {
        for (Entry entry : known) {
            if (entry.definitions().size() == definitions.size()) {
                boolean same = true;
                for (int i = 0; i < definitions.size() && same; i++) {
                    same = isSame(entry.definitions().get(i), definitions.get(i));
                }
                if (same) {
                    return entry.kinds();
                }
            }
        }
        return null;
    }

    /** Versions are the cluster's; two clusters in one process differ in their uids. */
    private static boolean isSame(StoredObject one, StoredObject other) {
        return one == other
                || one.uid().equals(other.uid())
                        && one.resourceVersion() == other.resourceVersion()
                        && java.util.Arrays.equals(one.json(), other.json());
    }
}
