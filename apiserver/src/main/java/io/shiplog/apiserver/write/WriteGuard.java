package io.shiplog.apiserver.write;

import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.write.WriteRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What else is asked of the writes of a request because of who makes it: told when it is known what they would be, on
 * the view that they are decided on. Pure.
 */
@FunctionalInterface
public interface WriteGuard {
    /** Of the server itself, which may do everything. */
    WriteGuard NONE = (view, writes) -> null;

    /**
     * Why writes may not be made; null when they may.
     *
     * @param writes never empty; the first is of the request's own object
     */
    @Nullable
    Refusal refusal(View view, List<Write> writes);

    /** This one, and what another one asks. */
    default WriteGuard and(WriteGuard other) {
        return (view, writes) -> {
            Refusal refusal = refusal(view, writes);
            return refusal == null ? other.refusal(view, writes) : refusal;
        };
    }

    /** The request, refused where this refuses its writes. */
    default WriteRequest guarding(WriteRequest request) {
        return view -> {
            Decision decision = request.decide(view);
            if (!(decision instanceof Decision.Propose proposed)
                    || proposed.writes().isEmpty()) {
                return decision;
            }
            Refusal refusal = refusal(view, proposed.writes());
            return refusal == null ? decision : new Decision.Refused(refusal);
        };
    }
}
