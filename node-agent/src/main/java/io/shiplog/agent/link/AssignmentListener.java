package io.shiplog.agent.link;

import io.shiplog.agent.pod.facts.PodAssignment;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hears which pods its nodes must run. */
public interface AssignmentListener {
    /** A pod must run as given; null: the node has nothing to do with it any more. */
    void assigned(String node, String podUid, @Nullable PodAssignment assignment);

    /**
     * All that was assigned when the link started has been told: what runs beyond that is nobody's.
     *
     * @param untold the uids of pods that are assigned and have not been told of: what they name has not come, or their
     *     record cannot be read
     */
    void caughtUp(Set<String> untold);
}
