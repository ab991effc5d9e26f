package io.shiplog.scheduler.framework;

import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;

/** A rule that says on which nodes a pod can run. Pure: the same pod and snapshot give the same answers. */
public interface FilterPlugin {
    /** Kubernetes' name of the plugin. */
    String name();

    /** Reckons once per cycle what every node's answer needs. */
    PreFilterResult prepare(PodInfo pod, Snapshot snapshot);
}
