package io.shiplog.journal.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final GroupResource PODS = GroupResource.core("pods");
    private static final Instant NOW = Instant.EPOCH;
    private static final int KIB = 1 << 10;

    private final History history =
            new History(0, new ReplicaSettings.Retention(1_000_000, 100 * KIB, Duration.ofMinutes(5)), Runnable::run);
    private long version;

    private StoredObject object(String name, int bytes) {
        String json = "{\"metadata\":{},\"a\":\"" + "x".repeat(bytes) + "\"}";
        return new StoredObject(PODS, ObjectKey.parse("default/" + name), "u", ++version, json.getBytes(UTF_8));
    }

    private void add(Change change) {
        history.add(List.of(change), NOW);
        history.publish(NOW);
    }

    /** How many of the changes so far are retained. */
    private long retained() {
        return version - history.of(PODS).floor().resourceVersion;
    }

    @Test
    void whatTheStateHoldsAnywayCostsNoMoreThanTheEventItself() {
        for (int i = 0; i < 100; i++) {
            add(new Change(null, object("p" + i, 10 * KIB), version));
        }
        assertThat(retained()).isEqualTo(100);
    }

    @Test
    void theVersionsThatNothingElseHoldsCountOnceEach() {
        StoredObject last = object("p", 10 * KIB);
        add(new Change(null, last, version));
        for (int i = 0; i < 100; i++) {
            StoredObject next = object("p", 10 * KIB);
            add(new Change(last, next, version));
            last = next;
        }
        assertThat(retained()).isEqualTo(9);
    }

    @Test
    void whatIsMadeOfAChangeCountsAsLongAsItIsRetained() {
        for (int i = 0; i < 20; i++) {
            add(new Change(null, object("p" + i, KIB), version));
        }
        assertThat(retained()).isEqualTo(20);
        WatchEvent first =
                Objects.requireNonNull(Objects.requireNonNull(history.of(PODS).floor().next).event);
        first.grow(95 * KIB);
        history.publish(NOW);
        assertThat(retained()).as("the first one made room for the others").isEqualTo(19);
        first.grow(95 * KIB);
        add(new Change(null, object("last", KIB), version));
        assertThat(retained()).as("what is no longer retained counts no more").isEqualTo(20);
    }
}
