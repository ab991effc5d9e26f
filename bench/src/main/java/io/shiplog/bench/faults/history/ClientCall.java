package io.shiplog.bench.faults.history;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing that a client asked for, when it did, and what it was told. */
public sealed interface ClientCall {
    /** Who was asked. */
    String through();

    /** When it was asked, in nanoseconds of the one clock of all clients. */
    long begin();

    /** When the answer was there. */
    long end();

    /** Whether a write took effect, as its client was told. */
    enum Effect {
        YES,
        NO,
        /** There was no answer, or one that does not say. */
        UNKNOWN
    }

    /**
     * A write.
     *
     * @param value what was to be written, null for a deletion
     * @param base the version that it was to replace, 0 for none
     * @param version that it got, as its client was told; 0 where that was not said
     */
    record Wrote(
            String through,
            long begin,
            long end,
            String key,
            @Nullable String value,
            long base,
            Effect effect,
            long version)
            implements ClientCall {}

    /**
     * A read of one object as it is at the moment.
     *
     * @param version that was found, 0 for none
     * @param value that was found, null for none
     */
    record Found(
            String through,
            long begin,
            long end,
            String key,
            long version,
            @Nullable String value) implements ClientCall {}

    /**
     * A list of all objects.
     *
     * @param latest whether it was to be as of the moment; otherwise of any moment
     * @param position its resourceVersion
     * @param versions of each object
     */
    record Listed(String through, long begin, long end, boolean latest, long position, Map<String, Long> versions)
            implements ClientCall {
        public Listed {
            versions = Map.copyOf(versions);
        }
    }
}
