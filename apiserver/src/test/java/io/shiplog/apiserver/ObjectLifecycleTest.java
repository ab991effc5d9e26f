package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.apiserver.testkit.ServerTest;
import io.shiplog.journal.Journal;
import io.shiplog.journal.JournalRecord;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Create, get, update and delete of plain objects, as a client sees them. */
class ObjectLifecycleTest extends ServerTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    @Test
    void createsReadsUpdatesAndDeletes() {
        var created = client.post(MAPS, map("a", "1"));
        assertThat(created.code()).as(created.text()).isEqualTo(201);
        assertThat(created.json().path("metadata").path("uid").asString()).isNotEmpty();

        var read = client.get(MAPS + "/a");
        assertThat(read.json()).isEqualTo(created.json());

        var changed = created.json();
        changed.putObject("data").put("k", "2");
        var updated = client.put(MAPS + "/a", changed);
        assertThat(updated.code()).as(updated.text()).isEqualTo(200);
        assertThat(updated.json().path("data").path("k").asString()).isEqualTo("2");

        var deleted = client.delete(MAPS + "/a");
        assertThat(deleted.code()).isEqualTo(200);
        assertThat(deleted.json().path("status").asString()).isEqualTo("Success");
        assertThat(client.get(MAPS + "/a").code()).isEqualTo(404);
    }

    @Test
    void namesTheProposalThatAWriteBecame() {
        var written = client.post(MAPS, map("named", "1"));
        List<String> ids = new CopyOnWriteArrayList<>();
        Journal.Listener listener = new Journal.Listener() {
            @Override
            public void records(List<JournalRecord> batch) {
                batch.forEach(record -> ids.add(record.proposal().id()));
            }

            @Override
            public void failed(Throwable fault) {
                ids.add(fault.toString());
            }
        };
        try (var tail = server.journal().tail(0, listener)) {
            await().until(() -> ids.contains(written.header("audit-id").getFirst()));
        }
        assertThat(client.get(MAPS + "/named").header("audit-id")).hasSize(1);
    }

    @Test
    void refusesASecondCreate() {
        client.post(MAPS, map("twice", "1"));
        var second = client.post(MAPS, map("twice", "2"));
        assertThat(second.code()).isEqualTo(409);
        assertThat(second.reason()).isEqualTo("AlreadyExists");
        assertThat(second.message()).isEqualTo("configmaps \"twice\" already exists");
    }

    @Test
    void refusesAStaleUpdate() {
        var first = client.post(MAPS, map("stale", "1")).json();
        var newer = first.deepCopy();
        newer.putObject("data").put("k", "2");
        client.put(MAPS + "/stale", newer);
        first.putObject("data").put("k", "3");
        var refused = client.put(MAPS + "/stale", first);
        assertThat(refused.code()).isEqualTo(409);
        assertThat(refused.reason()).isEqualTo("Conflict");
        assertThat(refused.message())
                .isEqualTo("Operation cannot be fulfilled on configmaps \"stale\": the object has been modified; please"
                        + " apply your changes to the latest version and try again");
    }

    private static String map(String name, String value) {
        return """
                {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"%s"},"data":{"k":"%s"}}
                """.formatted(name, value);
    }
}
