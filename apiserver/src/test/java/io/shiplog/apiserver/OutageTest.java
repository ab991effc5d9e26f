package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.TestClient;
import io.shiplog.apiserver.testkit.TestServer;
import io.shiplog.journal.Journal;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.replica.ReplicaSettings;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is served while nobody can say where the journal ends. */
class OutageTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    private final AtomicBoolean away = new AtomicBoolean();
    private TestServer server;
    private TestClient client;

    @BeforeEach
    void start(@TempDir Path folder) {
        server = TestServer.start(folder, ReplicaSettings.DEFAULT, Silent::new);
        client = server.client();
        client.post(MAPS, "{\"metadata\":{\"name\":\"m\"}}");
        away.set(true);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void readsOfTheLatestStateAreAnsweredWithATimeout() {
        timedOut(client.get(MAPS + "/m"));
        timedOut(client.get(MAPS));
        timedOut(client.get(MAPS + "?watch=true"));
        timedOut(client.delete(MAPS + "/absent"));
        timedOut(client.post(MAPS + "?dryRun=All", "{\"metadata\":{\"name\":\"x\"}}"));
        timedOut(client.delete(MAPS));
        away.set(false);
        assertThat(client.get(MAPS + "/m").code()).isEqualTo(200);
    }

    @Test
    void readsOfAnyStateGoOn() {
        assertThat(client.get(MAPS + "/m?resourceVersion=0").code()).isEqualTo(200);
        assertThat(client.get(MAPS + "?resourceVersion=0").json().path("items").size())
                .isEqualTo(1);
    }

    @Test
    void theServerLivesButIsNotReady() {
        assertThat(client.get("/livez").text()).isEqualTo("ok");
        assertThat(client.get("/healthz").text()).isEqualTo("ok");
        var ready = client.get("/readyz");
        assertThat(ready.code()).isEqualTo(500);
        assertThat(ready.text())
                .isEqualTo(
                        "[+]ping ok\n[+]log ok\n[+]journal ok\n[-]journal-readiness failed: reason withheld\n[+]journal-writes ok\n"
                                + "readyz check failed\n");
        away.set(false);
        assertThat(client.get("/readyz").text()).isEqualTo("ok");
    }

    private static void timedOut(TestClient.Reply reply) {
        assertThat(reply.code()).as(reply.text()).isEqualTo(504);
        assertThat(reply.reason()).isEqualTo("Timeout");
        assertThat(reply.message()).startsWith("Timeout: ");
    }

    /** Does not say where it ends. */
    private final class Silent implements Journal {
        private final Journal delegate;

        Silent(Journal delegate) {
            this.delegate = delegate;
        }

        @Override
        public CompletableFuture<Long> append(Proposal proposal) {
            return delegate.append(proposal);
        }

        @Override
        public CompletableFuture<Long> endOffset() {
            return away.get()
                    ? CompletableFuture.failedFuture(
                            new KafkaUnavailableException("no answer", new IllegalStateException("injected")))
                    : delegate.endOffset();
        }

        @Override
        public Tail tail(long fromOffset, Listener listener) {
            return delegate.tail(fromOffset, listener);
        }

        @Override
        public void close() {}
    }
}
