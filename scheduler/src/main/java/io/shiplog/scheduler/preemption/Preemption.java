package io.shiplog.scheduler.preemption;

import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.framework.Diagnosis;
import io.shiplog.scheduler.framework.Filters;
import io.shiplog.scheduler.framework.Rejection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the node on which a pod that fits nowhere would fit if pods of lower priority went: of the candidates the one
 * that violates the fewest disruption budgets, then loses the least important pods. Source: kube-scheduler v1.34,
 * plugin DefaultPreemption.
 */
public final class Preemption {
    private static final int LEAST_CANDIDATES = 100;
    private static final int CANDIDATE_PERCENT = 10;
    private static final String USELESS = "Preemption is not helpful for scheduling";

    private final Filters filters;

    public Preemption(Filters filters) {
        this.filters = filters;
    }

    /** What can be done for a pod. */
    public sealed interface Outcome {

        /**
         * Room is made on {@code node}.
         *
         * @param victims the pods that have to go, most important first
         * @param displaced pods of lower priority that had been promised room there, which lose the promise
         */
        record Helps(String node, List<PodInfo> victims, List<PodInfo> displaced) implements Outcome {
            public Helps {
                victims = List.copyOf(victims);
                displaced = List.copyOf(displaced);
            }
        }

        /**
         * Nothing.
         *
         * @param reason why, in kube-scheduler's words
         * @param forgets whether room that was promised to the pod before is promised no longer
         */
        record Useless(String reason, boolean forgets) implements Outcome {}
    }

    /**
     * @param diagnosis why {@code pod} fits on no node of {@code snapshot}
     * @param offset where to begin among the nodes, any non-negative number: spreads the victims of many pods
     */
    public Outcome preempt(PodInfo pod, Snapshot snapshot, Diagnosis diagnosis, int offset) {
        String bar = ineligible(pod, snapshot, diagnosis);
        if (bar != null) {
            return new Outcome.Useless(bar, false);
        }
        List<String> resolvable = snapshot.nodeNames().stream()
                .filter(name -> {
                    Rejection rejection = diagnosis.byNode().get(name);
                    return rejection != null && rejection.isResolvable();
                })
                .toList();
        var candidates = new ArrayList<Candidate>();
        var rejections = new HashMap<String, Rejection>();
        var search = new VictimSearch(filters.prepare(pod, snapshot), pod, snapshot);
        int enough = Math.max(LEAST_CANDIDATES, resolvable.size() * CANDIDATE_PERCENT / 100);
        boolean harmless = false;
        // Enough of them, of which at least one violates no budget.
        for (int i = 0; i < resolvable.size() && !(harmless && candidates.size() >= enough); i++) {
            String name = resolvable.get((i + offset % resolvable.size()) % resolvable.size());
            NodeInfo node = snapshot.node(name);
            if (node != null) {
                switch (search.on(node)) {
                    case VictimSearch.Found found -> {
                        candidates.add(found.candidate());
                        harmless |= found.candidate().violations() == 0;
                    }
                    case VictimSearch.NotFound notFound -> rejections.put(name, notFound.rejection());
                }
            }
        }
        return candidates.stream()
                .min(Candidate.LEAST_HARM)
                .<Outcome>map(best -> new Outcome.Helps(best.node(), best.victims(), displaced(pod, snapshot, best)))
                .orElseGet(() -> new Outcome.Useless(useless(snapshot, rejections), true));
    }

    private static String useless(Snapshot snapshot, Map<String, Rejection> rejections) {
        return new Diagnosis(snapshot.nodeCount(), rejections, USELESS, null).message();
    }

    /** Why the pod may not preempt at all (now), null when it may. */
    private static @Nullable String ineligible(PodInfo pod, Snapshot snapshot, Diagnosis diagnosis) {
        if (pod.urgency().neverPreempts()) {
            return "not eligible due to preemptionPolicy=Never.";
        }
        NodeInfo nominated = snapshot.node(pod.life().nominatedNodeName());
        if (nominated == null) {
            return null;
        }
        Rejection there = diagnosis.byNode().get(nominated.name());
        boolean lost = there == null || !there.isResolvable();
        boolean underway = nominated.pods().all().stream()
                .anyMatch(other -> other.life().preempted() && other.priority() < pod.priority());
        return !lost && underway ? "not eligible due to a terminating pod on the nominated node." : null;
    }

    private static List<PodInfo> displaced(PodInfo pod, Snapshot snapshot, Candidate best) {
        return snapshot.nominated(best.node()).stream()
                .filter(other -> other.priority() < pod.priority())
                .toList();
    }
}
