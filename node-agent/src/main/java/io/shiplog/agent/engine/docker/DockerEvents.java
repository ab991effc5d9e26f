package io.shiplog.agent.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import io.shiplog.agent.engine.Engine;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's events on a thread of their own, asked for again whenever the stream ends. */
final class DockerEvents implements Engine.Stream {
    private static final Logger log = LoggerFactory.getLogger(DockerEvents.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final DockerClient client;
    private final Consumer<Map<String, String>> listener;
    private final Thread thread;
    private volatile boolean closed;

    DockerEvents(DockerClient client, Consumer<Map<String, String>> listener) {
        this.client = client;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("docker-events").start(this::run);
    }

    private void run() {
        while (!closed) {
            try (var callback = new Callback()) {
                client.eventsCmd()
                        .withEventTypeFilter("container")
                        .withEventFilter("start", "die", "oom", "destroy")
                        .exec(callback);
                callback.awaitCompletion();
                Thread.sleep(RETRY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | RuntimeException e) {
                if (closed) {
                    return;
                }
                log.warn("the Docker engine's events are interrupted: {}", e.toString());
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private final class Callback extends ResultCallback.Adapter<Event> {
        @Override
        public void onNext(Event event) {
            if (event.getActor() != null && event.getActor().getAttributes() != null) {
                listener.accept(event.getActor().getAttributes());
            }
        }
    }
}
