package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.table.HumanDuration;
import io.shiplog.resources.table.Read;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A pod's state in a few words, as {@code kubectl get pods} tells it: the phase, or what its containers are stuck in.
 *
 * @param status such as {@code Running}, {@code Init:0/1}, {@code CrashLoopBackOff}, {@code Terminating}
 * @param lastRestart when a container last ended before being started again, null when none was
 */
public record PodStatus(
        String status,
        int ready,
        int total,
        long restarts,
        @Nullable Instant lastRestart) {

    public static PodStatus of(JsonNode pod) {
        return new Reading(pod).read();
    }

    /** {@code 3 (5m ago)}. */
    String restartsText(Instant now) {
        return restarts == 0 || lastRestart == null
                ? String.valueOf(restarts)
                : restarts + " (" + HumanDuration.of(Duration.between(lastRestart, now)) + " ago)";
    }

    private static final class Reading {
        private final JsonNode pod;
        private final JsonNode status;
        private final Set<String> sidecars = new HashSet<>();
        private String reason;
        private int ready;
        private long restarts;
        private @Nullable Instant lastRestart;

        Reading(JsonNode pod) {
            this.pod = pod;
            this.status = pod.path("status");
            this.reason = Read.text(status, "reason", Read.text(status, "phase"));
            for (JsonNode container : Read.at(pod, "spec.initContainers")) {
                if (Read.text(container, "restartPolicy").equals("Always")) {
                    sidecars.add(Read.text(container, "name"));
                }
            }
        }

        PodStatus read() {
            for (JsonNode condition : status.path("conditions")) {
                if (Read.text(condition, "type").equals("PodScheduled")
                        && Read.text(condition, "reason").equals("SchedulingGated")) {
                    reason = "SchedulingGated";
                }
            }
            boolean initializing = readInitContainers();
            if (!initializing || Read.condition(pod, "Initialized", "True")) {
                countSidecarRestartsOnly();
                readContainers();
            }
            if (Read.isDeleted(pod)) {
                String phase = Read.text(status, "phase");
                if (Read.text(status, "reason").equals("NodeLost")) {
                    reason = "Unknown";
                } else if (!phase.equals("Succeeded") && !phase.equals("Failed")) {
                    reason = "Terminating";
                }
            }
            int total = Read.at(pod, "spec.containers").size() + sidecars.size();
            return new PodStatus(reason, ready, total, restarts, lastRestart);
        }

        /** True when an init container is still to finish; the reason then tells which. */
        private boolean readInitContainers() {
            int index = 0;
            for (JsonNode container : status.path("initContainerStatuses")) {
                countRestarts(container);
                JsonNode terminated = Read.at(container, "state.terminated");
                boolean sidecar = sidecars.contains(Read.text(container, "name"));
                if (terminated.isObject() && terminated.path("exitCode").asInt(0) == 0) {
                    index++;
                } else if (sidecar && container.path("started").asBoolean(false)) {
                    ready += container.path("ready").asBoolean(false) ? 1 : 0;
                    index++;
                } else {
                    reason = "Init:" + initReason(container, terminated, index);
                    return true;
                }
            }
            return false;
        }

        private String initReason(JsonNode container, JsonNode terminated, int index) {
            String waiting = Read.text(container, "state.waiting.reason");
            if (terminated.isObject()) {
                return ended(terminated);
            }
            if (!waiting.isEmpty() && !waiting.equals("PodInitializing")) {
                return waiting;
            }
            return index + "/" + Read.at(pod, "spec.initContainers").size();
        }

        private void countSidecarRestartsOnly() {
            restarts = 0;
            lastRestart = null;
            for (JsonNode container : status.path("initContainerStatuses")) {
                if (sidecars.contains(Read.text(container, "name"))) {
                    countRestarts(container);
                }
            }
        }

        private void readContainers() {
            boolean running = false;
            JsonNode containers = status.path("containerStatuses");
            for (int i = containers.size() - 1; i >= 0; i--) {
                JsonNode container = containers.get(i);
                countRestarts(container);
                JsonNode terminated = Read.at(container, "state.terminated");
                String waiting = Read.text(container, "state.waiting.reason");
                if (!waiting.isEmpty()) {
                    reason = waiting;
                } else if (terminated.isObject()) {
                    reason = ended(terminated);
                } else if (container.path("ready").asBoolean(false)
                        && Read.at(container, "state.running").isObject()) {
                    running = true;
                    ready++;
                }
            }
            if (reason.equals("Completed") && running) {
                reason = Read.condition(pod, "Ready", "True") ? "Running" : "NotReady";
            }
        }

        private static String ended(JsonNode terminated) {
            int signal = terminated.path("signal").asInt(0);
            String byItself = "ExitCode:" + terminated.path("exitCode").asInt(0);
            return Read.text(terminated, "reason", signal != 0 ? "Signal:" + signal : byItself);
        }

        private void countRestarts(JsonNode container) {
            restarts += container.path("restartCount").asLong(0);
            Instant ended = Read.time(container, "lastState.terminated.finishedAt");
            if (ended != null && (lastRestart == null || ended.isAfter(lastRestart))) {
                lastRestart = ended;
            }
        }
    }
}
