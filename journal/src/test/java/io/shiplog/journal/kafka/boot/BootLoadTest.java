package io.shiplog.journal.kafka.boot;

import static io.shiplog.journal.testkit.Objects.CONFIG_MAPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.Contents;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.Proofs;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.testkit.NaiveModel;
import io.shiplog.journal.testkit.Operation;
import io.shiplog.journal.testkit.Property;
import io.shiplog.journal.testkit.States;
import io.shiplog.journal.view.Prefix;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.Change;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Laws of whoever reads the state topic, over generated histories of a materializer that is stopped again and again.
 */
class BootLoadTest {
    private static final Property<Operation> HISTORIES = Property.over(Operation::random);

    /** A record of an object, or a position. */
    private record Line(@Nullable StateRecord record, boolean more, long position) {
        static Line position(long position) {
            return new Line(null, false, position);
        }
    }

    @Test
    void bootingFromACompactedTopicEqualsTheFullReplay() {
        HISTORIES.holds((operations, choices) -> {
            List<Proposal> proposals = NaiveModel.play(operations).proposals();
            List<Line> topic = compacted(topic(proposals, choices), choices);
            BootLoad load = load(topic, proposals);
            Proofs proofs = load.proofs();
            long newest = Math.max(load.committed(), proofs.newest());
            List<JournalRecord> records = new ArrayList<>();
            for (long i = load.committed(); i < newest; i++) {
                records.add(new JournalRecord(i, Instant.EPOCH, proposals.get((int) i)));
            }
            State settled = proofs.settle(load.state(), records);
            assertThat(load.isWhole(settled))
                    .isEqualTo(objects(settled).equals(objects(fold(proposals, load.committed()))));
            assertThat(States.print(proofs.replay(load.state(), records).state()))
                    .isEqualTo(States.print(fold(proposals, newest)));
        });
    }

    @Test
    void aTopicThatLostAnObjectIsNotWholeAndWasAtEveryPositionBefore() {
        HISTORIES.holds((operations, choices) -> {
            List<Proposal> proposals = NaiveModel.play(operations).proposals();
            List<Line> topic = topic(proposals, choices);
            topic.add(Line.position(proposals.size()));
            State state = fold(proposals, proposals.size());
            List<StoredObject> objects = new ArrayList<>(state.list(CONFIG_MAPS));
            if (objects.isEmpty()) {
                return;
            }
            StoredObject lost = objects.get(choices.nextInt(objects.size()));
            List<Line> damaged = topic.stream()
                    .filter(line -> line.record() == null
                            || !line.record().ref().equals(lost.ref())
                            || line.record().resourceVersion() != lost.resourceVersion())
                    .toList();
            BootLoad load = load(damaged, proposals);
            assertThat(load.isWhole(load.state())).isFalse();
            assertThat(load.verified()).isLessThan(lost.resourceVersion());
            BootLoad before = new BootLoad(load.verified());
            damaged.forEach(line -> tell(before, line, proposals));
            assertThat(objects(before.state())).isEqualTo(objects(fold(proposals, load.verified())));
        });
    }

    private static BootLoad load(List<Line> topic, List<Proposal> proposals) {
        BootLoad load = new BootLoad();
        topic.forEach(line -> tell(load, line, proposals));
        return load;
    }

    private static void tell(BootLoad load, Line line, List<Proposal> proposals) {
        if (line.record() == null) {
            load.position(line.position(), Contents.of(fold(proposals, line.position())));
        } else {
            load.object(line.record(), line.more());
        }
    }

    @Test
    void aViewIsAtEveryMomentTheFoldOfTheJournalUpToWhereItIs() {
        HISTORIES.holds((operations, choices) -> {
            List<Proposal> proposals = NaiveModel.play(operations).proposals();
            Prefix prefix = new Prefix();
            StateView view = new StateView();
            for (Line line : topic(proposals, choices)) {
                read(line, prefix).forEach(view::apply);
                assertThat(objects(view)).isEqualTo(objects(fold(proposals, prefix.resourceVersion())));
            }
        });
    }

    @Test
    void whoeverReadsACompactedTopicToItsEndHasEverything() {
        HISTORIES.holds((operations, choices) -> {
            List<Proposal> proposals = NaiveModel.play(operations).proposals();
            List<Line> topic = topic(proposals, choices);
            long position = topic.stream().mapToLong(Line::position).max().orElse(0);
            write(topic, proposals, position, Integer.MAX_VALUE, choices);
            topic.add(new Line(null, false, proposals.size()));
            Prefix prefix = new Prefix();
            StateView view = new StateView();
            compacted(topic, choices).forEach(line -> read(line, prefix).forEach(view::apply));
            assertThat(prefix.resourceVersion()).isEqualTo(proposals.size());
            assertThat(objects(view)).isEqualTo(objects(fold(proposals, proposals.size())));
        });
    }

    private static List<StateRecord> read(Line line, Prefix prefix) {
        return line.record() == null ? prefix.reached(line.position()) : prefix.take(line.record(), line.more());
    }

    private static List<String> objects(View view) {
        return view.resources().stream()
                .flatMap(resource -> view.list(resource).stream())
                .map(StoredObject::toString)
                .sorted()
                .toList();
    }

    /**
     * What materializers write that go on at the newest position, and are stopped anywhere, in the middle of a proposal
     * too.
     */
    private static List<Line> topic(List<Proposal> proposals, Random choices) {
        List<Line> topic = new ArrayList<>();
        long position = 0;
        for (int life = choices.nextInt(3); life >= 0; life--) {
            position = write(topic, proposals, position, choices.nextInt(2 * proposals.size() + 1), choices);
        }
        return topic;
    }

    /** Writes from a position on, {@code records} at most; returns the newest position then. */
    private static long write(List<Line> topic, List<Proposal> proposals, long from, int records, Random choices) {
        long position = from;
        int left = records;
        State state = fold(proposals, from);
        while (left > 0 && state.resourceVersion() < proposals.size()) {
            Proposal proposal = proposals.get((int) state.resourceVersion());
            State.Folded folded = state.fold(proposal, state.resourceVersion());
            state = folded.next();
            if (folded.verdict() instanceof Verdict.Accepted accepted) {
                int following = accepted.changes().size();
                for (Change change : accepted.changes()) {
                    following--;
                    if (left-- > 0) {
                        topic.add(new Line(StateRecord.of(change, proposal.id()), following > 0, 0));
                    }
                }
            }
            if (left >= 0 && choices.nextInt(4) == 0) {
                position = state.resourceVersion();
                topic.add(new Line(null, false, position));
            }
        }
        return position;
    }

    /** Without some of the records that others after them, before a point, supersede, and some old deletions. */
    private static List<Line> compacted(List<Line> topic, Random choices) {
        int clean = choices.nextInt(topic.size() + 1);
        long newest = topic.stream().mapToLong(Line::position).max().orElse(0);
        Set<ObjectRef> superseded = new HashSet<>();
        boolean positioned = false;
        List<Line> lines = new ArrayList<>();
        for (int i = clean - 1; i >= 0; i--) {
            Line line = topic.get(i);
            boolean old = line.record() == null
                    ? positioned
                    : !superseded.add(line.record().ref());
            positioned |= line.record() == null;
            if (!old || choices.nextInt(4) == 0) {
                lines.addFirst(line);
            }
        }
        // A deletion goes when nothing of its object lies before it.
        Set<ObjectRef> before = new HashSet<>();
        List<Line> kept = new ArrayList<>();
        for (Line line : lines) {
            StateRecord record = line.record();
            boolean forgotten = record != null
                    && record.object() == null
                    && record.resourceVersion() <= newest
                    && before.add(record.ref())
                    && choices.nextBoolean();
            if (!forgotten) {
                kept.add(line);
            }
            if (record != null) {
                before.add(record.ref());
            }
        }
        kept.addAll(topic.subList(clean, topic.size()));
        return kept;
    }

    private static State fold(List<Proposal> proposals, long end) {
        State state = State.EMPTY;
        for (Proposal proposal : proposals.subList(0, (int) end)) {
            state = state.fold(proposal, state.resourceVersion()).next();
        }
        return state;
    }
}
