package io.shiplog.agent.pod;

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

    /** Runs the preStop hook and ends a container within {@code grace}; both together take no longer. */
    record StopContainer(String name, String id, Duration grace, String podIp, String message) implements Step {
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

    /** Runs a probe once. */
    record RunProbe(String name, ProbeId id, String podIp) implements Step {
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
