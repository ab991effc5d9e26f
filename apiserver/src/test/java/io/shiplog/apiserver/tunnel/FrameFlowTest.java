package io.shiplog.apiserver.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameFlowTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void keepsWhatCameAndEndedBeforeThereWasSomebodyToTakeIt() throws Exception {
        Connected connected = connect(server -> {
            server.writeFinalBinaryFrame(Buffer.buffer("out"));
            server.writeFinalTextFrame("status");
            server.close((short) 1000, "done");
        });
        await().atMost(PATIENCE).until(connected.socket()::isClosed);
        var sink = new Recorder(Integer.MAX_VALUE);
        connected.flow().to(sink);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sink.seen).containsExactly("out", "status", "end 1000 done"));
    }

    @Test
    void endsAfterTheLastFrameForOneWhoReadsSlowly() throws Exception {
        List<String> sent =
                IntStream.range(0, 300).mapToObj(i -> "x".repeat(1000) + i).toList();
        Connected connected = connect(server -> {
            sent.forEach(text -> server.writeFinalBinaryFrame(Buffer.buffer(text)));
            server.close();
        });
        var slow = new Recorder(1);
        connected.flow().to(slow);
        takesOneAfterTheOther(slow, sent);
    }

    @Test
    void whatIsHeldWaitsForOneWhoReadsSlowlyToo() throws Exception {
        List<String> sent = List.of("a", "b", "c");
        Connected connected = connect(server -> {
            sent.forEach(text -> server.writeFinalBinaryFrame(Buffer.buffer(text)));
            server.close();
        });
        await().atMost(PATIENCE).until(connected.socket()::isClosed);
        var slow = new Recorder(1);
        connected.flow().to(slow);
        takesOneAfterTheOther(slow, sent);
    }

    @Test
    void anAgentIsToldAtOnceThatItsClientHasGone() throws Exception {
        var full = new Recorder(1);
        connect(FrameFlow::fromClient, full, server -> {
            server.writeFinalBinaryFrame(Buffer.buffer("read"));
            server.writeFinalBinaryFrame(Buffer.buffer("never read"));
            server.close();
        });
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(full.seen).containsExactly("read", "end 1000 null"));
    }

    private static void takesOneAfterTheOther(Recorder slow, List<String> sent) {
        for (int frame = 1; frame <= sent.size(); frame++) {
            int expected = frame;
            await().pollInterval(Duration.ofMillis(1)).atMost(PATIENCE).until(slow::waits);
            assertThat(slow.seen).hasSize(expected).noneMatch(text -> text.startsWith("end"));
            slow.drain();
        }
        await().atMost(PATIENCE).until(() -> slow.seen.size() > sent.size());
        assertThat(slow.seen.subList(0, sent.size())).isEqualTo(sent);
        assertThat(slow.seen.getLast()).startsWith("end 1000");
    }

    @Test
    void saysThatAConnectionBroke() throws Exception {
        Connected connected = connect(
                server -> server.writeFinalBinaryFrame(Buffer.buffer("half")).onComplete(written -> cut(server)));
        var sink = new Recorder(Integer.MAX_VALUE);
        connected.flow().to(sink);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sink.seen).containsExactly("half", "end null null"));
    }

    @Test
    void saysThatAConnectionBrokeBeforeThereWasSomebodyToTell() throws Exception {
        Connected connected = connect(FrameFlowTest::cut);
        await().atMost(PATIENCE).until(connected.socket()::isClosed);
        var sink = new Recorder(Integer.MAX_VALUE);
        connected.flow().to(sink);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sink.seen).containsExactly("end null null"));
    }

    /** As a process that is killed: no close frame. */
    private static void cut(ServerWebSocket server) {
        ((WebSocketInternal) server).channelHandlerContext().channel().unsafe().closeForcibly();
    }

    private record Connected(FrameFlow flow, WebSocket socket) {}

    private Connected connect(Consumer<ServerWebSocket> answer) throws Exception {
        return connect(FrameFlow::fromAgent, null, answer);
    }

    private Connected connect(
            Function<ClientWebSocket, FrameFlow> kind, @Nullable Recorder sink, Consumer<ServerWebSocket> answer)
            throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.toWebSocket().onSuccess(answer::accept))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        WebSocketClient client = vertx.createWebSocketClient();
        ClientWebSocket socket = client.webSocket();
        FrameFlow flow = kind.apply(socket);
        if (sink != null) {
            flow.to(sink);
        }
        WebSocket connected = socket.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(server.actualPort())
                        .setURI("/"))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        return new Connected(flow, connected);
    }

    /** Writes down what it is given, and is full after so many frames until it is drained. */
    private static final class Recorder implements FrameFlow.Sink {
        private final List<String> seen = new CopyOnWriteArrayList<>();
        private final int room;
        private int taken;
        private @Nullable Runnable ready;

        Recorder(int room) {
            this.room = room;
        }

        @Override
        public synchronized void write(WebSocketFrame frame) {
            taken++;
            seen.add(frame.binaryData().toString());
        }

        @Override
        public synchronized boolean full() {
            return taken >= room;
        }

        @Override
        public synchronized void onDrain(Runnable then) {
            ready = then;
        }

        synchronized boolean waits() {
            return ready != null;
        }

        synchronized void drain() {
            taken = 0;
            Runnable then = ready;
            ready = null;
            if (then != null) {
                then.run();
            }
        }

        @Override
        public void end(@Nullable Short code, @Nullable String reason) {
            seen.add("end " + code + " " + reason);
        }
    }
}
