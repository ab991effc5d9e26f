package io.shiplog.agent.worker;

import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.engine.LogOptions;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.spec.ContainerDefinition;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a pod's containers said before they ended: their termination messages and, for one that failed without any and
 * whose policy is FallbackToLogsOnError, the end of its log (as the kubelet's kuberuntime, v1.34). Owned by a pod's
 * turns.
 */
final class TerminationMessages {
    private static final String FALLBACK = "FallbackToLogsOnError";
    private static final int LINES = 80;
    private static final int BYTES = 2048;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final NodeContext context;
    /** Ends of logs by container id: they change no more. */
    private final Map<String, String> ends = new HashMap<>();

    TerminationMessages(NodeContext context) {
        this.context = context;
    }

    /** Messages by the id of their container. */
    Map<String, String> of(PodAssignment pod, List<EngineContainer> all) {
        Map<String, String> left = context.volumes().terminationMessages(pod.uid());
        Map<String, String> messages = new HashMap<>();
        Set<String> present = new HashSet<>();
        for (EngineContainer one : all) {
            present.add(one.id());
            String message = left.get(
                    one.label(ContainerLabels.CONTAINER_NAME) + "/" + one.label(ContainerLabels.RESTART_COUNT));
            if (message != null) {
                messages.put(one.id(), message);
            } else if (one.exited() && one.exitCode() != 0 && fallsBack(pod, one)) {
                messages.put(one.id(), ends.computeIfAbsent(one.id(), this::endOfLog));
            }
        }
        ends.keySet().retainAll(present);
        messages.values().removeIf(String::isEmpty);
        return messages;
    }

    private static boolean fallsBack(PodAssignment pod, EngineContainer one) {
        ContainerDefinition container = pod.pod().container(one.label(ContainerLabels.CONTAINER_NAME));
        return container != null && FALLBACK.equals(container.program().stdio().terminationMessagePolicy());
    }

    private String endOfLog(String id) {
        var output = new End();
        try (Engine.Stream ignored = context.engine().logs(id, new LogOptions(false, false, LINES, null), output)) {
            output.over.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | EngineException e) {
            return "";
        }
        return output.text();
    }

    private static final class End implements Engine.Output {
        final CompletableFuture<Boolean> over = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public synchronized void stdout(byte[] some) {
            bytes.writeBytes(some);
        }

        @Override
        public void stderr(byte[] some) {
            stdout(some);
        }

        @Override
        public void end(@Nullable EngineException failure) {
            over.complete(true);
        }

        synchronized String text() {
            byte[] all = bytes.toByteArray();
            int from = Math.max(0, all.length - BYTES);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8);
        }
    }
}
