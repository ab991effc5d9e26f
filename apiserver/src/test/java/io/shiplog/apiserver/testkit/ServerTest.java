package io.shiplog.apiserver.testkit;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A class of tests that share one API server and an administrator's client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ServerTest {
    protected TestServer server;
    protected TestClient client;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = TestServer.start(folder);
        client = server.client();
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }
}
