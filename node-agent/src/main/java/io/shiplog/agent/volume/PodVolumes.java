package io.shiplog.agent.volume;

import io.shiplog.agent.container.MountSources;
import io.shiplog.agent.pod.facts.PodAssignment;
import java.util.Map;
import java.util.Set;

/** A node's volumes. Safe for use by several threads. */
public interface PodVolumes {
    /**
     * Makes a pod's volumes, or brings the files of those that exist up to date.
     *
     * @throws VolumeException when one cannot be made
     */
    void prepare(PodAssignment pod);

    /** Whether files of a pod are to be made anew although nothing has changed: its tokens grow old. */
    boolean isDue(PodAssignment pod);

    /** Where a pod's volumes are. */
    MountSources sources(PodAssignment pod);

    /**
     * What containers left as their termination messages, by the container's name and attempt: {@code name/attempt}.
     */
    Map<String, String> terminationMessages(String podUid);

    /** The uids of the pods that there is anything of. */
    Set<String> pods();

    /** Whether there is anything of a pod here. */
    boolean present(String podUid);

    /** Removes all of a pod's volumes. */
    void remove(String podUid);
}
