package io.shiplog.scheduler.framework;

import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All filter plugins in their order, as one question: why does a pod not fit on a node? */
public record Filters(List<FilterPlugin> plugins) {
    public Filters {
        plugins = List.copyOf(plugins);
    }

    public Prepared prepare(PodInfo pod, Snapshot snapshot) {
        var filters = new ArrayList<NodeFilter>(plugins.size());
        Set<String> only = null;
        String ofOthers = "";
        for (FilterPlugin plugin : plugins) {
            switch (plugin.prepare(pod, snapshot)) {
                case PreFilterResult.Passes passes -> {}
                case PreFilterResult.Asks asks -> filters.add(asks.filter());
                case PreFilterResult.Restricts restricts -> {
                    only = restricts.names();
                    ofOthers = "node(s) didn't satisfy plugin(s) [" + plugin.name() + "]";
                    filters.add(restricts.filter());
                }
                case PreFilterResult.Rejects rejects -> {
                    return new Prepared(pod, snapshot, () -> snapshot, List.of(), null, "", rejects.rejection());
                }
            }
        }
        return new Prepared(pod, snapshot, () -> snapshot, filters, only, ofOthers, null);
    }

    /** The filters with what they reckoned for one pod and one snapshot. */
    public final class Prepared {
        private final PodInfo pod;
        private final Snapshot snapshot;
        private final Supplier<Snapshot> now;
        private final List<NodeFilter> filters;
        private final @Nullable Set<String> only;
        private final String ofOthers;
        private final @Nullable Rejection everywhere;

        /**
         * @param snapshot what they were prepared for
         * @param now that, or what is left of it
         */
        private Prepared(
                PodInfo pod,
                Snapshot snapshot,
                Supplier<Snapshot> now,
                List<NodeFilter> filters,
                @Nullable Set<String> only,
                String ofOthers,
                @Nullable Rejection everywhere) {
            this.pod = pod;
            this.snapshot = snapshot;
            this.now = now;
            this.filters = filters;
            this.only = only;
            this.ofOthers = ofOthers;
            this.everywhere = everywhere;
        }

        /** Why no node can fit, null when that has to be asked of each. */
        public @Nullable Rejection everywhere() {
            return everywhere;
        }

        /**
         * The same when some pods of a node are missing.
         *
         * @param node the node without those pods
         * @param rest the snapshot without them, made when it is asked for
         */
        public Prepared without(NodeInfo node, Supplier<Snapshot> rest) {
            List<NodeFilter> less =
                    filters.stream().map(filter -> filter.without(node, rest)).toList();
            return new Prepared(pod, snapshot, rest, less, only, ofOthers, everywhere);
        }

        /** The names of the nodes that may be asked, in the order of visiting them. */
        public List<String> considered() {
            return only == null
                    ? snapshot.nodeNames()
                    : only.stream()
                            .filter(name -> snapshot.node(name) != null)
                            .sorted()
                            .toList();
        }

        /** In kube-scheduler's words why the other nodes are out. */
        public String ofOthers() {
            return ofOthers;
        }

        /** Whether the node may be asked; others are out without a reason of their own. */
        public boolean considers(String node) {
            return only == null || only.contains(node);
        }

        /**
         * Why the pod does not fit on {@code node}, null when it does. Pods of the same or a higher priority that room
         * is being made for on the node count as if they were there; and it has to fit without them too, since they may
         * never come.
         */
        public @Nullable Rejection reject(NodeInfo node) {
            if (everywhere != null) {
                return everywhere;
            }
            List<PodInfo> awaited = awaited(node.name());
            if (!awaited.isEmpty()) {
                Snapshot full = now.get();
                for (PodInfo other : awaited) {
                    full = full.with(other.on(node.name()));
                }
                NodeInfo there = full.node(node.name());
                Rejection rejection = there == null ? null : prepare(pod, full).rejectAsIs(there);
                if (rejection != null) {
                    return rejection;
                }
            }
            return rejectAsIs(node);
        }

        private @Nullable Rejection rejectAsIs(NodeInfo node) {
            for (NodeFilter filter : filters) {
                Rejection rejection = filter.reject(node);
                if (rejection != null) {
                    return rejection;
                }
            }
            return everywhere;
        }

        private List<PodInfo> awaited(String node) {
            if (!snapshot.hasNominated()) {
                return List.of();
            }
            return snapshot.nominated(node).stream()
                    .filter(other ->
                            other.priority() >= pod.priority() && !other.key().equals(pod.key()))
                    .toList();
        }
    }
}
