package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.TestClient;
import io.shiplog.apiserver.testkit.TestServer;
import io.shiplog.journal.replica.ReplicaSettings;
import io.shiplog.journal.testkit.FaultyJournal;
import io.shiplog.journal.testkit.FaultyJournal.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes whose append nobody acknowledges. */
class UnknownOutcomeTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String MAP = "{\"metadata\":{\"name\":\"m\"}}";

    private final AtomicReference<Fault> fault = new AtomicReference<>(Fault.NONE);
    private TestServer server;
    private TestClient client;

    @BeforeEach
    void start(@TempDir Path folder) {
        server = TestServer.start(
                folder,
                ReplicaSettings.DEFAULT.withDecisionTimeout(Duration.ofMillis(500)),
                journal -> new FaultyJournal(journal, append -> fault.get()));
        client = server.client();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void answersACreationThatNeverComesBackWithATimeoutStatus() {
        fault.set(Fault.LOST);
        TestClient.Reply reply = client.post(MAPS, MAP);
        assertThat(reply.code()).isEqualTo(504);
        assertThat(reply.json().path("kind").asString()).isEqualTo("Status");
        assertThat(reply.json().path("status").asString()).isEqualTo("Failure");
        assertThat(reply.reason()).isEqualTo("Timeout");
        assertThat(reply.message()).contains("may or may not take effect");
        fault.set(Fault.NONE);
        assertThat(client.post(MAPS, MAP).code()).isEqualTo(201);
    }

    @Test
    void answersWithTheTruthWhenTheRecordComesBackWithoutItsAcknowledgement() {
        fault.set(Fault.UNACKNOWLEDGED);
        assertThat(client.post(MAPS, MAP).code()).isEqualTo(201);
        assertThat(client.post(MAPS, MAP).code()).isEqualTo(409);
    }
}
