package io.shiplog.apiserver.read;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.request.Query;
import io.shiplog.apiserver.request.RequestTarget;
import io.shiplog.journal.State;
import io.shiplog.journal.memory.InMemoryJournal;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.ReplicaSettings;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.kinds.Kinds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadsTest {
    private static final int PODS = 1_000;
    private static final RequestTarget SUBJECT =
            new RequestTarget(requireNonNull(Kinds.builtIn().preferred(GroupResource.core("pods"))), "ns", "", "");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final InMemoryJournal journal = new InMemoryJournal();
    private final Replica replica = Replica.start(
            journal,
            State.of(IntStream.range(0, PODS).mapToObj(ReadsTest::pod).toList(), PODS),
            ReplicaSettings.DEFAULT);
    private final Snapshots snapshots = new Snapshots(10, Duration.ofMinutes(5), now::get);
    private final AtomicInteger scans = new AtomicInteger();
    private final AtomicInteger turns = new AtomicInteger();
    private final Reads reads = new Reads(new PresentStates(replica, snapshots), counting(scans));

    @AfterEach
    void close() {
        replica.close();
        journal.close();
    }

    @Test
    void whatLooksAtManyObjectsKeepsNoEventLoop() {
        assertThat(names(page("fieldSelector=spec.nodeName%3Dn7"))).hasSize(10);
        assertThat(names(page("labelSelector=odd%3Dyes"))).hasSize(PODS / 2);
        assertThat(names(page("labelSelector=odd%3Dyes&limit=3"))).hasSize(3);
        assertThat(names(page("limit=9000"))).hasSize(PODS);
        assertThat(scans).hasValue(4);
        assertThat(turns).hasValue(0);
    }

    @Test
    void everythingAndSmallPagesAreMadeAtOnce() {
        assertThat(names(page(""))).hasSize(PODS);
        assertThat(names(page("limit=500"))).hasSize(500);
        assertThat(scans).hasValue(0);
        assertThat(turns).hasValue(2);
    }

    @Test
    void aNameIsLookedUpWhereverItStands() {
        assertThat(names(page("fieldSelector=metadata.name%3Dp0500"))).containsExactly("p0500");
        assertThat(names(page("fieldSelector=metadata.name%3Dp0500,spec.nodeName%3Dn1")))
                .isEmpty();
        assertThat(names(page("fieldSelector=metadata.name%3Dabsent"))).isEmpty();
        Selection one = Selection.read(SUBJECT.named("p0007"), Query.parse(""));
        assertThat(names(reads.page(one, ListOptions.whole(new ListOptions.Moment.Any()), Runnable::run)
                        .join()))
                .containsExactly("p0007");
        assertThat(scans).hasValue(0);
        assertThat(names(page("fieldSelector=metadata.name!%3Dp0500"))).hasSize(PODS - 1);
    }

    @Test
    void aSnapshotGoesWhenItIsOldAlsoWhileNobodyPages() {
        page("limit=5");
        assertThat(snapshots.size()).isEqualTo(1);
        now.set(now.get().plus(Duration.ofMinutes(6)));
        snapshots.expire();
        assertThat(snapshots.size()).isZero();
    }

    private Page page(String query) {
        Query parsed = Query.parse(query);
        return reads.page(Selection.read(SUBJECT, parsed), ListOptions.read(parsed), counting(turns))
                .join();
    }

    private static List<String> names(Page page) {
        return new ArrayList<>(StreamSupport.stream(page.items().spliterator(), false)
                .map(object -> object.key().name())
                .toList());
    }

    private static Executor counting(AtomicInteger count) {
        return task -> {
            count.incrementAndGet();
            task.run();
        };
    }

    private static StoredObject pod(int index) {
        String name = "p%04d".formatted(index);
        String json = """
                {"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"%d","name":"%s","namespace":"ns",\
                "labels":{"odd":"%s"}},"spec":{"nodeName":"n%d"}}""".formatted(index + 1, name, index % 2 == 1 ? "yes" : "no", index % 100);
        return new StoredObject(
                GroupResource.core("pods"),
                new ObjectKey("ns", name),
                "u" + index,
                index + 1,
                json.getBytes(StandardCharsets.UTF_8));
    }
}
