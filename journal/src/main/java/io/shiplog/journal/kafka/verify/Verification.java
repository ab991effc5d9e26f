package io.shiplog.journal.kafka.verify;

import io.shiplog.journal.State;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.log.PartitionLogs;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.past.Archive;
import io.shiplog.journal.verify.Difference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Folds the journal again, from a keyframe or from its beginning, and compares with each record of the state topic and
 * each keyframe on the way: what the materializer wrote is what the journal says, or the first difference is named.
 */
public final class Verification {
    /**
     * What was looked at, and what was found.
     *
     * @param from the resourceVersion that the fold began with
     * @param to that it ended with
     * @param proposals how many were folded
     * @param refused how many of these took no effect
     * @param records how many records of objects the state topic has
     * @param positions how many positions it has
     * @param keyframes how many keyframes were compared
     * @param difference null where there is none
     */
    public record Report(
            long from,
            long to,
            long proposals,
            long refused,
            long records,
            long positions,
            long keyframes,
            @Nullable Difference difference) {}

    private final PartitionLogs logs;
    private final ClusterConfig cluster;
    private final KeyframeCheck check;
    private final Deque<KeyframeCheck.Found> keyframes = new ArrayDeque<>();
    private @Nullable JournalFold fold;
    private @Nullable StateCheck states;
    private long begins;
    private long compared;

    private Verification(PartitionLogs logs, ClusterConfig cluster) {
        this.logs = logs;
        this.cluster = cluster;
        this.check = new KeyframeCheck(logs, cluster);
    }

    /**
     * Looks through a cluster's topics.
     *
     * @param cluster only its name is asked for
     * @param from begins with the last keyframe at or before this resourceVersion; 0 for as early as it can
     * @throws IllegalStateException when the journal does not begin at its beginning and there is no such keyframe
     */
    public static Report of(PartitionLogs logs, ClusterConfig cluster, long from) {
        Verification verification = new Verification(logs, cluster);
        try {
            verification.run(from);
            return verification.report(null);
        } catch (DifferenceFound found) {
            return verification.report(found.difference());
        }
    }

    private void run(long from) {
        TopicPartition state = new TopicPartition(Topics.state(cluster), 0);
        TopicPartition journal = Topics.journalPartition(cluster);
        Archive.Extent written = logs.extent(state);
        List<KeyframeCheck.Found> found = check.all();
        // Asked last: what the others tell of lies before its end.
        Archive.Extent extent = logs.extent(journal);
        State base = base(found, extent, from);
        begins = base.resourceVersion();
        found.stream()
                .filter(each -> each.keyframe().resourceVersion() > begins)
                .forEach(keyframes::add);
        JournalFold folding = new JournalFold(logs, journal, extent, base, this::passed);
        fold = folding;
        StateCheck checking = new StateCheck(state, folding);
        states = checking;
        logs.read(state, written.begins(), written.ends(), checking::next);
        checking.complete();
        folding.toTheEnd();
        if (!keyframes.isEmpty()) {
            KeyframeCheck.Found late = keyframes.element();
            throw DifferenceFound.at(
                    check.index(), late.offset(), late.keyframe().resourceVersion(), "the journal ends before it");
        }
    }

    private State base(List<KeyframeCheck.Found> found, Archive.Extent journal, long from) {
        KeyframeCheck.Found base = null;
        for (KeyframeCheck.Found each : found) {
            long version = each.keyframe().resourceVersion();
            if (version >= journal.begins() && (version <= from || base == null && journal.begins() > 0)) {
                base = each;
            }
        }
        if (base == null && journal.begins() > 0) {
            throw new IllegalStateException("the journal begins at offset " + journal.begins()
                    + ", and no keyframe is from then or later: there is nothing to begin with");
        }
        if (base == null) {
            return State.EMPTY;
        }
        compared++;
        return check.load(base);
    }

    private void passed(State state) {
        while (!keyframes.isEmpty() && keyframes.element().keyframe().resourceVersion() <= state.resourceVersion()) {
            KeyframeCheck.Found next = keyframes.remove();
            if (next.keyframe().resourceVersion() == state.resourceVersion()) {
                check.compare(next, state);
                compared++;
            }
        }
    }

    private Report report(@Nullable Difference difference) {
        return new Report(
                begins,
                fold == null ? begins : fold.state().resourceVersion(),
                fold == null ? 0 : fold.proposals(),
                fold == null ? 0 : fold.refused(),
                states == null ? 0 : states.records(),
                states == null ? 0 : states.positions(),
                compared,
                difference);
    }
}
