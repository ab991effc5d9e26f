package io.shiplog.agent.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.agent.engine.ExecSession;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientInputTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<String> passed = new CopyOnWriteArrayList<>();
    private BiConsumer<Integer, byte[]> client = (channel, bytes) -> {};

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private final class Recorded implements ExecSession {
        @Override
        public void stdin(byte[] bytes) {
            passed.add(new String(bytes, UTF_8));
        }

        @Override
        public void closeStdin() {
            passed.add("end");
        }

        @Override
        public void resize(int columns, int rows) {
            passed.add(columns + "x" + rows);
        }

        @Override
        public CompletableFuture<Integer> exitCode() {
            return new CompletableFuture<>();
        }

        @Override
        public void close() {
            // Nothing to end.
        }
    }

    private final class OpenWire implements Wire {
        @Override
        public Future<Void> send(int channel, byte[] bytes) {
            return Future.succeededFuture();
        }

        @Override
        public boolean full() {
            return false;
        }

        @Override
        public boolean closed() {
            return false;
        }

        @Override
        public void finish() {
            // Nothing to end.
        }

        @Override
        public void abort() {
            // Nothing to end.
        }

        @Override
        public void receive(BiConsumer<Integer, byte[]> message) {
            client = message;
        }

        @Override
        public void onClose(Runnable handler) {
            // It never closes.
        }

        @Override
        public void pause() {
            // Nobody is that fast here.
        }

        @Override
        public void resume() {
            // Nobody is that fast here.
        }
    }

    @Test
    void passesATerminalsSizeOnBeforeInputThatWaits() {
        Promise<ClientInput> made = Promise.promise();
        vertx.runOnContext(on -> made.complete(new ClientInput(new OpenWire())));
        ClientInput input = made.future().await();
        client.accept(Channels.STDIN, "stty size".getBytes(UTF_8));
        client.accept(Channels.CLOSE, new byte[] {Channels.STDIN});
        client.accept(Channels.RESIZE, "{\"Width\":100,\"Height\":40}".getBytes(UTF_8));
        input.feed(new Recorded());
        await().atMost(Duration.ofSeconds(10)).until(() -> passed.size() == 3);
        assertThat(passed).containsExactly("100x40", "stty size", "end");
        input.end();
    }
}
