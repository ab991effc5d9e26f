package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.shiplog.apiserver.testkit.RawClient;
import io.shiplog.apiserver.testkit.ServerTest;
import io.shiplog.journal.testkit.UncaughtFaults;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What clients that go away leave behind in the log, and what becomes of exceptions that nobody catches. */
class FaultsTest extends ServerTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    @Test
    void aClientThatClosesEarlyLeavesNothingInTheLog() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> told = new ListAppender<>();
        told.start();
        root.addAppender(told);
        try {
            for (int i = 0; i < 30; i++) {
                closeEarly(i);
            }
            List<InputStream> streams = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                streams.add(client.stream(i % 2 == 0 ? MAPS + "?watch=true" : "/openapi/v2"));
            }
            for (InputStream stream : streams) {
                stream.close();
            }
            assertThat(client.get(MAPS).code()).isEqualTo(200);
        } finally {
            root.detachAppender(told);
        }
        assertThat(List.copyOf(told.list))
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .isEmpty();
    }

    private void closeEarly(int i) throws Exception {
        if (i % 5 == 0) {
            try (Socket raw = new Socket("127.0.0.1", server.port())) {
                raw.getOutputStream()
                        .write(
                                i % 2 == 0
                                        ? new byte[] {22, 3, 1, 1, 0, 1}
                                        : "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            return;
        }
        try (RawClient plain = RawClient.connect(server)) {
            switch (i % 5) {
                case 1 -> plain.write("GET " + MAPS + " HTTP/1.1\r\nHost: x\r\nX-");
                case 2 -> plain.write("POST " + MAPS + " HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{\"a\"");
                case 3 -> plain.send("/openapi/v2");
                default -> plain.get(MAPS + "?watch=true");
            }
        }
    }

    @Test
    void whatNobodyCatchesIsFound() throws InterruptedException {
        UncaughtFaults faults = UncaughtFaults.ofThisJvm();
        Thread thread = Thread.ofPlatform().start(() -> {
            throw new IllegalStateException("provoked in a thread");
        });
        thread.join();
        assertThat(faults.takeIf(fault -> fault.contains("provoked in a thread")))
                .isTrue();
        Vertx vertx = Vertx.vertx();
        try {
            vertx.runOnContext(on -> {
                throw new IllegalStateException("provoked on an event loop");
            });
            await().until(() -> faults.takeIf(fault -> fault.contains("provoked on an event loop")));
        } finally {
            vertx.close();
        }
    }
}
