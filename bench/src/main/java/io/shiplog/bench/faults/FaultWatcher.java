package io.shiplog.bench.faults;

import io.shiplog.bench.faults.history.WatchRecord;
import io.shiplog.bench.faults.history.WatchRecord.Step;
import io.shiplog.resources.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.parsetools.RecordParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client that lists, watches from there, and watches again behind what it has seen when it is cut off or hears
 * nothing for a while, through another API server perhaps. Records what it sees. Owned by its thread, but for {@link
 * #position}.
 */
final class FaultWatcher implements Runnable {
    private static final int QUIET_SECONDS = 4;
    private static final Duration PACE = Duration.ofMillis(100);
    private static final int GONE = 410;
    private static final Buffer END = Buffer.buffer("END");

    private final String name;
    private final List<ApiMember> servers;
    private final Random random;
    private final List<Step> steps = new ArrayList<>();
    /** Up to which it has seen everything; negative when it has to list. */
    private volatile long position = -1;

    FaultWatcher(String name, List<ApiMember> servers, Random random) {
        this.name = name;
        this.servers = servers;
        this.random = random;
    }

    long position() {
        return position;
    }

    /** What it has seen; after its end. */
    WatchRecord record() {
        return new WatchRecord(name, steps);
    }

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            ApiMember server = servers.get(random.nextInt(servers.size()));
            if (position < 0) {
                ApiMember.Answer list = server.call(HttpMethod.GET, ApiMember.OBJECTS, "");
                if (list.code() == 200) {
                    position = list.version();
                    steps.add(new WatchRecord.Listed(position));
                }
            }
            if (position >= 0) {
                watch(server);
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    private void watch(ApiMember server) {
        var lines = new LinkedBlockingQueue<Buffer>();
        Future<HttpClientResponse> opened = server.watch(position, response -> {
            if (response.statusCode() != 200) {
                lines.add(Buffer.buffer("{\"code\":" + response.statusCode() + "}"));
                return;
            }
            response.handler(RecordParser.newDelimited("\n", lines::add));
            response.exceptionHandler(failure -> lines.add(END));
            response.endHandler(nothing -> lines.add(END));
        });
        opened.onFailure(failure -> lines.add(END));
        try {
            for (Buffer line = next(lines); line != null; line = next(lines)) {
                if (!take(Json.parse(line.getBytes()))) {
                    break;
                }
            }
        } finally {
            opened.onSuccess(response -> response.request().reset());
        }
        if (position >= 0) {
            steps.add(new WatchRecord.Resumed());
        }
    }

    private static @Nullable Buffer next(LinkedBlockingQueue<Buffer> lines) {
        try {
            Buffer line = lines.poll(QUIET_SECONDS, TimeUnit.SECONDS);
            return END == line ? null : line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Whether the watch goes on. */
    private boolean take(ObjectNode event) {
        String type = event.path("type").asString("");
        JsonNode object = event.path("object");
        long version =
                Long.parseLong(object.path("metadata").path("resourceVersion").asString("0"));
        String key = object.path("metadata").path("name").asString("");
        switch (type) {
            case "BOOKMARK" -> steps.add(new WatchRecord.Bookmark(version));
            case "ADDED", "MODIFIED", "DELETED" -> {
                if (key.startsWith(FaultClient.PREFIX)) {
                    steps.add(new WatchRecord.Event(
                            type, key, version, type.equals("DELETED") ? null : FaultClient.value(object)));
                }
            }
            default -> {
                // An error, or a Status in place of a watch.
                int code = type.equals("ERROR")
                        ? object.path("code").asInt(0)
                        : event.path("code").asInt(0);
                position = code == GONE ? -1 : position;
                return false;
            }
        }
        position = Math.max(position, version);
        return true;
    }
}
