package io.shiplog.agent.pod.spec;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a probe or a hook does. */
public sealed interface Action {
    /** Runs a command in the container. */
    record Command(List<String> command) implements Action {
        public Command {
            command = List.copyOf(command);
        }
    }

    /**
     * Asks over HTTP.
     *
     * @param host empty for the pod's own address
     * @param path with its query, as the pod says it; {@code /} when it says none
     */
    record HttpGet(String host, PortChoice port, boolean secure, String path, List<Header> headers) implements Action {
        public HttpGet {
            headers = List.copyOf(headers);
        }
    }

    /** A header of an HTTP question. */
    record Header(String name, String value) {}

    /**
     * Opens a connection.
     *
     * @param host empty for the pod's own address
     */
    record Connect(String host, PortChoice port) implements Action {}

    /** Asks gRPC's health service; an empty {@code service} means the whole server. */
    record GrpcCheck(int port, String service) implements Action {}

    /** Waits. */
    record Sleep(Duration time) implements Action {}

    /** Nothing that this node knows. */
    record None() implements Action {}

    static Action read(JsonNode handler) {
        JsonNode exec = handler.path("exec");
        if (exec.isObject()) {
            return new Command(JsonParts.texts(exec, "command"));
        }
        JsonNode http = handler.path("httpGet");
        if (http.isObject()) {
            return new HttpGet(
                    JsonParts.text(http, "host"),
                    PortChoice.read(http.path("port")),
                    JsonParts.text(http, "scheme").equals("HTTPS"),
                    http.path("path").asString("/"),
                    JsonParts.list(
                            http,
                            "httpHeaders",
                            each -> new Header(JsonParts.text(each, "name"), JsonParts.text(each, "value"))));
        }
        JsonNode tcp = handler.path("tcpSocket");
        if (tcp.isObject()) {
            return new Connect(JsonParts.text(tcp, "host"), PortChoice.read(tcp.path("port")));
        }
        JsonNode grpc = handler.path("grpc");
        if (grpc.isObject()) {
            return new GrpcCheck(JsonParts.number(grpc, "port", 0), JsonParts.text(grpc, "service"));
        }
        JsonNode sleep = handler.path("sleep");
        return sleep.isObject()
                ? new Sleep(JsonParts.seconds(sleep.path("seconds").asLong(0)))
                : new None();
    }
}
