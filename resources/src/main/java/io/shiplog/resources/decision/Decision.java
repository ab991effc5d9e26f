package io.shiplog.resources.decision;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of a request, as decided on one view of the cluster; what the journal says to it is a verdict. */
public sealed interface Decision {

    /**
     * Writes that take effect together. The first one is the request's own object; the others are what goes with it,
     * such as an allocated address or a charged quota.
     *
     * @param last what an object that goes away looked like at its end, where that is not what is stored; null
     *     otherwise
     */
    record Propose(List<Write> writes, @Nullable StoredObject last) implements Decision {
        /** Nothing goes along. */
        public static final Propose NONE = new Propose(List.of());

        public Propose {
            writes = List.copyOf(writes);
        }

        public Propose(List<Write> writes) {
            this(writes, null);
        }
    }

    /** Everything is as it was asked for. */
    record Nothing(StoredObject current) implements Decision {}

    /** What others say to it is not known yet: it is to be decided again when it is. */
    record Awaits() implements Decision {}

    /** The view does not allow it. */
    record Refused(Refusal refusal) implements Decision {}

    /**
     * The writes to propose, for whoever cannot go on after a refusal.
     *
     * @throws IllegalStateException with the refusal's message
     */
    default List<Write> writes() {
        return switch (this) {
            case Propose(List<Write> writes, StoredObject _) -> writes;
            case Nothing _ -> List.of();
            case Awaits _ -> throw new IllegalStateException("nobody is asked about this write");
            case Refused(Refusal refusal) -> throw new IllegalStateException(refusal.message());
        };
    }
}
