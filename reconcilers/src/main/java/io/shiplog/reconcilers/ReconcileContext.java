package io.shiplog.reconcilers;

import io.shiplog.objects.ObjectRef;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a pure reconcile may know of the outside: the time, fresh uids for the objects it creates, and what admission
 * just said to an earlier plan for the same view.
 *
 * @param now the time of this reconcile
 * @param uids gives a new random uid at each call
 * @param refusals why objects that an earlier plan would have created are not admitted, in the API's words
 */
public record ReconcileContext(Instant now, Supplier<String> uids, Map<ObjectRef, String> refusals) {
    public ReconcileContext {
        refusals = Map.copyOf(refusals);
    }

    public ReconcileContext(Instant now, Supplier<String> uids) {
        this(now, uids, Map.of());
    }

    /** Why the object must not be created, null if nobody said so. */
    public @Nullable String refusal(ObjectRef ref) {
        return refusals.get(ref);
    }

    /** The same moment, knowing one refusal more. */
    public ReconcileContext refused(ObjectRef ref, String message) {
        Map<ObjectRef, String> more = new HashMap<>(refusals);
        more.put(ref, message);
        return new ReconcileContext(now, uids, more);
    }
}
