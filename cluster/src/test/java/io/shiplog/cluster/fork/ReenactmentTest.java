package io.shiplog.cluster.fork;

import static io.shiplog.cluster.fork.ForkedObjects.CONFIG_MAPS;
import static io.shiplog.cluster.fork.ForkedObjects.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.State;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReenactmentTest {
    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

    @Test
    void aCreationIsMadeUnderTheUidThatWasRecorded() {
        Write write = only(decide(null, configMap("u1", 7, "\"a\":\"b\""), "create"));
        assertThat(write.uid()).isEqualTo("u1");
        assertThat(write.base()).isZero();
        assertThat(json(write).path("data").path("a").asString("")).isEqualTo("b");
    }

    @Test
    void anUpdateSetsWhatWasSetAndLeavesAllElseAsItIsThere() {
        Write write = only(decide(
                configMap("u1", 7, "\"a\":\"b\",\"old\":\"x\""),
                configMap("u1", 8, "\"a\":\"c\""),
                "patch",
                configMap("u2", 30, "\"a\":\"other\",\"old\":\"x\",\"mine\":\"y\"")));
        assertThat(write.base()).isEqualTo(30);
        assertThat(json(write).path("data").toString()).isEqualTo("{\"a\":\"c\",\"mine\":\"y\"}");
    }

    @Test
    void aDeletionDeletesWhatIsThere() {
        Write write = only(decide(configMap("u1", 7, ""), null, "delete", configMap("u2", 30, "")));
        assertThat(write.object()).isNull();
        assertThat(write.uid()).isEqualTo("u2");
    }

    @Test
    void whatIsNotThereCannotBeChangedAgain() {
        assertThat(decide(configMap("u1", 7, ""), configMap("u1", 8, "\"a\":\"c\""), "patch"))
                .isInstanceOf(Decision.Refused.class);
    }

    private static Decision decide(
            @Nullable StoredObject before, @Nullable StoredObject after, String verb, StoredObject... present) {
        StoredObject shop = new StoredObject(
                GroupResource.core("namespaces"),
                ObjectKey.cluster("shop"),
                "n",
                1,
                "{\"metadata\":{\"name\":\"shop\"},\"status\":{\"phase\":\"Active\"}}"
                        .getBytes(StandardCharsets.UTF_8));
        State state = State.of(
                java.util.stream.Stream.concat(java.util.stream.Stream.of(shop), List.of(present).stream())
                        .toList(),
                40);
        return new Reenactment(new Change(before, after, 8), verb, NOW).decide(state);
    }

    private static Write only(Decision decision) {
        assertThat(decision.writes()).hasSize(1);
        assertThat(decision.writes().getFirst().resource()).isEqualTo(CONFIG_MAPS);
        return decision.writes().getFirst();
    }

    private static JsonNode json(Write write) {
        return Json.parse(java.util.Objects.requireNonNull(write.object()));
    }
}
