package io.shiplog.journal;

import io.shiplog.objects.Change;
import io.shiplog.objects.Write;
import java.util.List;

/** What the accept rule says of a proposal. */
public sealed interface Verdict {

    /** All writes took effect, at {@code resourceVersion}. */
    record Accepted(long resourceVersion, List<Change> changes) implements Verdict {
        public Accepted {
            changes = List.copyOf(changes);
        }
    }

    /**
     * No write took effect.
     *
     * @param write the first write whose base did not match
     * @param current the resourceVersion that its key had instead, 0 when it did not exist
     */
    record Refused(Write write, long current) implements Verdict {}
}
