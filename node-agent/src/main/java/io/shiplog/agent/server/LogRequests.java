package io.shiplog.agent.server;

import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.engine.LogOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

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
            // A followed log holds its place among those that block for as long as it is followed.
            output.join();
        }));
    }

    /**
     * Which instance's log is meant, as the container's status tells (the kubelet's validateContainerLogStatus, v1.34).
     */
    private static EngineContainer instance(ServedPods.Served served, String container, boolean previous) {
        String name = served.worker().assignment().name();
        JsonNode status = status(served, container);
        String last = id(status.path("lastState").path("terminated"));
        JsonNode state = status.path("state");
        if (previous) {
            return find(served, container, last)
                    .orElseThrow(() -> RequestException.badRequest(
                            "previous terminated container \"" + container + "\" in pod \"" + name + "\" not found"));
        }
        String own = state.has("running") ? id(status) : id(state.path("terminated"));
        return find(served, container, own.isEmpty() ? last : own)
                .orElseThrow(() -> RequestException.badRequest("container \"" + container + "\" in pod \"" + name
                        + "\" is waiting to start: " + waiting(state.path("waiting"))));
    }

    private static Optional<EngineContainer> find(ServedPods.Served served, String container, String id) {
        return id.isEmpty()
                ? Optional.empty()
                : served.instances(container).stream()
                        .filter(one -> one.id().equals(id))
                        .findFirst();
    }

    /** The engine's id in {@code runtime://id}, empty when there is none. */
    private static String id(JsonNode status) {
        String text = status.path("containerID").asString("");
        return text.substring(text.indexOf("://") + (text.isEmpty() ? 1 : 3));
    }

    private static JsonNode status(ServedPods.Served served, String container) {
        JsonNode status = served.json().path("status");
        return Stream.of("containerStatuses", "initContainerStatuses")
                .flatMap(list -> status.path(list).valueStream())
                .filter(one -> one.path("name").asString("").equals(container))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static String waiting(JsonNode waiting) {
        String reason = waiting.path("reason").asString("ContainerCreating");
        return switch (reason) {
            case "ErrImagePull" -> "image can't be pulled";
            case "ImagePullBackOff" -> "trying and failing to pull image";
            default -> reason;
        };
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
