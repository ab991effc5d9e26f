package io.shiplog.journal.replica;

import static io.shiplog.journal.testkit.Objects.CONFIG_MAPS;
import static io.shiplog.journal.testkit.Objects.configMap;
import static io.shiplog.journal.testkit.Objects.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.replica.ResourceHistory.Node;
import io.shiplog.objects.Change;
import io.shiplog.objects.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ResourceHistoryTest {
    private final ResourceHistory history = new ResourceHistory(0);
    private final AtomicLong folded = new AtomicLong();
    private final List<Runnable> tasks = new ArrayList<>();
    private final List<Long> given = new ArrayList<>();
    private final List<Long> told = new ArrayList<>();
    private final List<WatchEnd> ends = new ArrayList<>();

    @Test
    void whoeverStandsStillKeepsNothingAliveOfWhatWasGivenUp() {
        Node standing = append(1);
        List<Node> after = List.of(append(2), append(3), append(4));
        history.giveUp(standing);
        after.forEach(history::giveUp);
        assertThat(standing.next).isNull();
        assertThat(after.getFirst().next).isNull();
        assertThat(history.floor()).isSameAs(after.getLast());
    }

    @Test
    void aFollowerThatStoodStillTooLongEndsAndIsToldNothingMore() {
        Follower follower = follower(0);
        run();
        List<Node> nodes = List.of(append(1), append(2), append(3));
        nodes.subList(0, 2).forEach(history::giveUp);
        follower.wake();
        run();
        assertThat(given).isEmpty();
        assertThat(told).containsExactly(0L);
        assertThat(ends).containsExactly(new WatchEnd.TooSlow());
    }

    @Test
    void aFollowerThatStartsLaterLosesNothingByWhatIsGivenUpBefore() {
        Follower follower = follower(2);
        List<Node> nodes = List.of(append(1), append(2), append(3));
        nodes.subList(0, 2).forEach(history::giveUp);
        follower.wake();
        run();
        assertThat(given).containsExactly(3L);
        assertThat(told.getLast()).isEqualTo(3);
        assertThat(ends).isEmpty();
    }

    private Follower follower(long from) {
        Follower follower = new Follower(history, from, folded::get, tasks::add, new WatchListener() {
            @Override
            public void events(List<WatchEvent> events, long resourceVersion) {
                events.forEach(event -> given.add(event.resourceVersion()));
                told.add(resourceVersion);
            }

            @Override
            public void ended(WatchEnd reason) {
                ends.add(reason);
            }
        });
        history.add(follower);
        follower.wake();
        return follower;
    }

    private void run() {
        List<Runnable> due = List.copyOf(tasks);
        tasks.clear();
        due.forEach(Runnable::run);
    }

    private Node append(long version) {
        StoredObject object =
                new StoredObject(CONFIG_MAPS, key("a"), "u", version, configMap(key("a"), "u", Long.toString(version)));
        Node node = history.append(new WatchEvent(new Change(null, object, version)), Instant.EPOCH);
        folded.set(version);
        return node;
    }
}
