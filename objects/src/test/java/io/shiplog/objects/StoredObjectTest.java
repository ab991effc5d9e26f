package io.shiplog.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StoredObjectTest {
    private static final GroupResource PODS = GroupResource.core("pods");

    private static StoredObject object(String name, String uid, long version, String json) {
        return new StoredObject(PODS, ObjectKey.parse("default/" + name), uid, version, json.getBytes(UTF_8));
    }

    @Test
    void oneVersionThatIsReadTwiceIsOneObject() {
        StoredObject first = object("shared", "u", 7, "{\"metadata\":{}}").shared();
        assertThat(object("shared", "u", 7, "{\"metadata\":{}}").shared()).isSameAs(first);
        assertThat(first.shared()).isSameAs(first);
    }

    @Test
    void nothingIsSharedThatDiffersInAnyWay() {
        StoredObject first = object("apart", "u", 7, "{\"metadata\":{}}").shared();
        assertThat(object("apart", "u", 8, "{\"metadata\":{}}").shared()).isNotSameAs(first);
        assertThat(object("apart", "v", 7, "{\"metadata\":{}}").shared()).isNotSameAs(first);
        assertThat(object("apart", "u", 7, "{\"metadata\":{},\"spec\":{}}").shared())
                .as("of another cluster")
                .isNotSameAs(first);
        var node = new StoredObject(GroupResource.core("nodes"), first.key(), "u", 7, first.json());
        assertThat(node.shared()).isNotSameAs(first);
    }

    @Test
    void whatNobodyHoldsAnyMoreIsForgotten() {
        int before = Versions.size();
        for (int i = 0; i < 1_000; i++) {
            object("gone", "u", i, "{\"metadata\":{}}").shared();
        }
        for (int round = 0; Versions.size() > before + 500 && round < 1_000; round++) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(Versions.size()).isLessThan(before + 500);
    }

    @Test
    void factsOfEachTypeAreReadOnce() {
        var reads = new AtomicInteger();
        var length = new Decoder<>(Integer.class, json -> {
            reads.incrementAndGet();
            return json.length;
        });
        var text = new Decoder<>(String.class, json -> {
            reads.incrementAndGet();
            return new String(json, UTF_8);
        });
        StoredObject object = object("facts", "u", 1, "{}");
        for (int i = 0; i < 3; i++) {
            assertThat(object.facts(length)).isEqualTo(2);
            assertThat(object.facts(text)).isEqualTo("{}");
        }
        assertThat(reads).hasValue(2);
    }
}
