package io.shiplog.agent.server;

import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.engine.LogOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code GET /containerLogs/namespace/pod/container} with the parameters of the API's pods/log. */
final class LogRequests {
    private final ServedPods pods;
    private final Blocking blocking;
    private final InstantSource clock;

    LogRequests(ServedPods pods, Blocking blocking, InstantSource clock) {
        this.pods = pods;
        this.blocking = blocking;
        this.clock = clock;
    }

    void handle(HttpServerRequest request, String namespace, String pod, String container) {
        ServedPods.Served served = pods.find(namespace, pod);
        served.requireContainer(container);
        LogOptions options = options(request);
        boolean previous = flag(request, "previous");
        Long limit = number(request, "limitBytes");
        HttpServerResponse response = request.response();
        blocking.run(() -> Replies.guard(request, () -> {
            EngineContainer instance = instance(served, container, previous);
            response.putHeader("Content-Type", "text/plain").setChunked(true);
            var output = new ResponseOutput(response, limit == null ? Long.MAX_VALUE : limit);
            Engine.Stream stream = served.node().context().engine().logs(instance.id(), options, output);
            output.closeWith(stream);
        }));
    }

    private static EngineContainer instance(ServedPods.Served served, String container, boolean previous) {
        List<EngineContainer> instances = served.instances(container);
        String name = served.worker().assignment().name();
        List<EngineContainer> begun =
                instances.stream().filter(one -> one.running() || one.exited()).toList();
        if (previous) {
            return begun.stream()
                    .skip(begun.isEmpty() || begun.getFirst().exited() && begun.size() == 1 ? 0 : 1)
                    .filter(EngineContainer::exited)
                    .findFirst()
                    .orElseThrow(() -> RequestException.badRequest(
                            "previous terminated container \"" + container + "\" in pod \"" + name + "\" not found"));
        }
        return begun.stream()
                .findFirst()
                .orElseThrow(() -> RequestException.badRequest("container \"" + container + "\" in pod \"" + name
                        + "\" is waiting to start: " + waiting(served, container)));
    }

    private static String waiting(ServedPods.Served served, String container) {
        JsonNode status = served.json().path("status");
        for (String list : List.of("containerStatuses", "initContainerStatuses")) {
            for (JsonNode one : status.path(list)) {
                if (one.path("name").asString("").equals(container)) {
                    JsonNode waiting = one.path("state").path("waiting");
                    String message = waiting.path("message").asString("");
                    String reason = waiting.path("reason").asString("ContainerCreating");
                    return reason.equals("ContainerCreating") || reason.equals("PodInitializing") || message.isEmpty()
                            ? reason
                            : message;
                }
            }
        }
        return "ContainerCreating";
    }

    private LogOptions options(HttpServerRequest request) {
        Long tail = number(request, "tailLines");
        Long sinceSeconds = number(request, "sinceSeconds");
        Instant since = sinceSeconds == null ? null : clock.instant().minusSeconds(sinceSeconds);
        String sinceTime = request.getParam("sinceTime");
        if (sinceTime != null && !sinceTime.isEmpty()) {
            try {
                since = java.time.OffsetDateTime.parse(sinceTime).toInstant();
            } catch (DateTimeParseException e) {
                throw RequestException.badRequest("sinceTime is not a time: " + sinceTime);
            }
        }
        return new LogOptions(
                flag(request, "follow"),
                flag(request, "timestamps"),
                tail == null ? null : (int) Math.min(tail, Integer.MAX_VALUE),
                since);
    }

    private static boolean flag(HttpServerRequest request, String name) {
        String value = request.getParam(name);
        return value != null && (value.isEmpty() || value.equals("true") || value.equals("1"));
    }

    private static @Nullable Long number(HttpServerRequest request, String name) {
        String value = request.getParam(name);
        if (value == null || value.isEmpty()) {
            return null;
        }
        if (!value.matches("[0-9]{1,18}")) {
            throw RequestException.badRequest(name + " is not a whole number: " + value);
        }
        return Long.valueOf(value);
    }
}
