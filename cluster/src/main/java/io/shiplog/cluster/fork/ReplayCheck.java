package io.shiplog.cluster.fork;

import io.shiplog.cluster.fork.Rollouts.Rollout;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.json.Trees;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is asked of a replay, in words. */
public sealed interface ReplayCheck {
    /** The words, for people. */
    String FORMS = "'rollout took under 60 s', 'rollout of NAMESPACE/NAME took under 60 s', 'all pods are ready',"
            + " 'all pods are scheduled', 'every write took effect' or 'nothing differs'";

    /** Every rollout, or those of one workload, came to its end in less than a time, and there was one. */
    record RolloutUnder(String workload, Duration limit) implements ReplayCheck {}

    /** Every pod that has not ended is Ready at the end. */
    record PodsReady() implements ReplayCheck {}

    /** Every pod has a node at the end. */
    record PodsScheduled() implements ReplayCheck {}

    /** Everything that was recorded could be done again. */
    record EveryWrite() implements ReplayCheck {}

    /** The replay came to what happened. */
    record NothingDiffers() implements ReplayCheck {}

    /**
     * What a replay came to.
     *
     * @param end the cluster at its end
     * @param refused what could not be done again
     */
    record Evidence(List<Rollout> rollouts, View end, List<String> refused, List<Course.Difference> differences) {}

    /** The check that {@code words} name; empty when they name none. */
    static Optional<ReplayCheck> parse(String words) {
        Matcher rollout = Forms.ROLLOUT.matcher(words);
        if (rollout.matches()) {
            String workload = rollout.group(1) == null ? "" : rollout.group(1);
            return Optional.of(new RolloutUnder(workload, Duration.ofSeconds(Long.parseLong(rollout.group(2)))));
        }
        return switch (words) {
            case "all pods are ready" -> Optional.of(new PodsReady());
            case "all pods are scheduled" -> Optional.of(new PodsScheduled());
            case "every write took effect" -> Optional.of(new EveryWrite());
            case "nothing differs" -> Optional.of(new NothingDiffers());
            default -> Optional.empty();
        };
    }

    /** What speaks against it; empty when it holds. */
    default List<String> against(Evidence evidence) {
        return switch (this) {
            case RolloutUnder(String workload, Duration limit) -> tooSlow(evidence.rollouts(), workload, limit);
            case PodsReady _ ->
                pods(evidence.end())
                        .filter(pod -> !isReady(pod))
                        .map(Forms::named)
                        .toList();
            case PodsScheduled _ ->
                pods(evidence.end())
                        .filter(pod -> Trees.text(pod, "spec", "nodeName").isEmpty())
                        .map(Forms::named)
                        .toList();
            case EveryWrite _ -> evidence.refused();
            case NothingDiffers _ ->
                evidence.differences().isEmpty()
                        ? List.of()
                        : List.of("so many objects differ: "
                                + evidence.differences().size());
        };
    }

    private static List<String> tooSlow(List<Rollout> rollouts, String workload, Duration limit) {
        List<Rollout> asked = rollouts.stream()
                .filter(rollout -> workload.isEmpty()
                        || workload.equals(rollout.ref().key().toString()))
                .toList();
        if (asked.isEmpty()) {
            return List.of("there was no rollout");
        }
        return asked.stream()
                .filter(rollout -> rollout.took() == null || rollout.took().compareTo(limit) >= 0)
                .map(rollout -> rollout.ref()
                        + (rollout.took() == null
                                ? " did not come to its end"
                                : " took " + rollout.took().toMillis() / 1000.0 + " s"))
                .toList();
    }

    private static Stream<ObjectNode> pods(View view) {
        return view.list(GroupResource.core("pods")).stream()
                .map((StoredObject pod) -> Trees.of(pod))
                .filter(pod -> !List.of("Succeeded", "Failed").contains(Trees.text(pod, "status", "phase")));
    }

    private static boolean isReady(ObjectNode pod) {
        for (JsonNode condition : pod.path("status").path("conditions")) {
            if (condition.path("type").asString("").equals("Ready")) {
                return condition.path("status").asString("").equals("True");
            }
        }
        return false;
    }

    /** The forms of the words, and of what is said. */
    final class Forms {
        private static final Pattern ROLLOUT =
                Pattern.compile("rollout(?: of ([a-z0-9./-]+))? took under (\\d{1,6}) s");

        private Forms() {}

        private static String named(ObjectNode pod) {
            return "pods " + Trees.text(pod, "metadata", "namespace") + "/" + Trees.text(pod, "metadata", "name");
        }
    }
}
