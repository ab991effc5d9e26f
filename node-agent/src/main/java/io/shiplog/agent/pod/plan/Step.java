package io.shiplog.agent.pod.plan;

import io.shiplog.agent.pod.facts.ProbeId;
import java.time.Duration;

/** Something that the agent does for a pod. A step whose key is under way is not planned a second time. */
public sealed interface Step {
    /** Names the step within its pod. */
    String key();

    /** Prepares the volumes and starts the pod's sandbox. */
    record StartSandbox(int attempt) implements Step {
        @Override
        public String key() {
            return "sandbox";
        }
    }

    /** Ends a sandbox, whose containers have ended before. */
    record StopSandbox(String id) implements Step {
        @Override
        public String key() {
            return "stop/" + id;
        }
    }

    /**
     * Makes sure of the image, creates and starts a container, and runs its postStart hook.
     *
     * @param attempt how many instances came before
     */
    record StartContainer(String name, int attempt, String sandboxId, String podIp) implements Step {
        @Override
        public String key() {
            return "start/" + name;
        }
    }

    /**
     * Runs the preStop hook and ends a container; both together take no longer than what is left of the grace period.
     *
     * @param passed how much of {@code grace} was used before
     */
    record StopContainer(String name, String id, Duration grace, Duration passed, String podIp, String message)
            implements Step {
        /** What a container gets at least, unless it gets nothing at all. */
        public static final Duration LEAST_GRACE = Duration.ofSeconds(2);

        /** What is left of the grace period. */
        public Duration left() {
            if (grace.isZero() || passed.isZero()) {
                return grace;
            }
            Duration left = grace.minus(passed);
            return left.compareTo(LEAST_GRACE) < 0 ? LEAST_GRACE : left;
        }

        @Override
        public String key() {
            return "stop/" + id + "/" + grace.toSeconds();
        }
    }

    /** Removes an instance of a container, or a sandbox, from the engine. */
    record Remove(String id) implements Step {
        @Override
        public String key() {
            return "remove/" + id;
        }
    }

    /**
     * Runs a probe once.
     *
     * @param fieldPath of the container
     */
    record RunProbe(String name, ProbeId id, String podIp, String fieldPath) implements Step {
        @Override
        public String key() {
            return "probe/" + id.kind() + "/" + id.containerId();
        }
    }

    /** Removes the pod's volumes and files from the machine. */
    record RemoveVolumes() implements Step {
        @Override
        public String key() {
            return "volumes";
        }
    }
}
