package io.shiplog.journal.kafka.verify;

import static io.shiplog.journal.kafka.verify.DifferenceFound.at;

import io.shiplog.journal.Contents;
import io.shiplog.journal.State;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Compares the records of the state topic, in their order, with a fold of the journal that it takes along. A record
 * that is older than what the fold has of its object is written over by a later one, and says nothing.
 */
final class StateCheck {
    /** Of each object the record that its readers go by. */
    private record Last(long version, boolean exists, long offset) {}

    private final TopicPartition partition;
    private final JournalFold fold;
    private final long begins;
    private final Map<ObjectRef, Last> last = new HashMap<>();
    private long records;
    private long positions;
    private long certain;

    /** @param fold at its beginning */
    StateCheck(TopicPartition partition, JournalFold fold) {
        this.partition = partition;
        this.fold = fold;
        this.begins = fold.state().resourceVersion();
    }

    /** Takes the next record. */
    void next(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (StateRecordFormat.isPosition(record.key())) {
                position(
                        record.offset(),
                        StateRecordFormat.resourceVersion(record.headers()),
                        StateRecordFormat.contents(record.headers()));
            } else {
                object(record.offset(), StateRecordFormat.read(record.key(), record.value(), record.headers()));
            }
        } catch (IllegalArgumentException e) {
            throw at(partition, record.offset(), fold.state().resourceVersion(), String.valueOf(e.getMessage()));
        }
    }

    private void position(long offset, long version, @Nullable Contents said) {
        positions++;
        certain = Math.max(certain, version);
        if (version < begins) {
            return;
        }
        if (!fold.to(version)) {
            throw at(partition, offset, version, "the journal ends before this position");
        }
        Map.Entry<Long, Contents> then = fold.contentsAt(version);
        if (then != null && said != null && !said.equals(then.getValue())) {
            throw at(
                    partition,
                    offset,
                    version,
                    "the position tells of " + said.objects() + " objects, by the journal there are "
                            + then.getValue().objects()
                            + (said.objects() == then.getValue().objects() ? " others" : ""));
        }
        if (then != null) {
            fold.forgetBefore(then.getKey());
        }
    }

    private void object(long offset, StateRecord record) {
        records++;
        long version = record.resourceVersion();
        last.merge(
                record.ref(),
                new Last(version, record.object() != null, offset),
                (known, fresh) -> fresh.version() >= known.version() ? fresh : known);
        if (!fold.to(version)) {
            throw at(partition, offset, version, record.ref(), "the journal ends before this change");
        }
        StoredObject folded = fold.state().get(record.resource(), record.key());
        byte[] json = record.object();
        if (folded != null && folded.resourceVersion() > version) {
            return;
        }
        if (json == null && folded != null) {
            throw at(
                    partition,
                    offset,
                    version,
                    record.ref(),
                    "deleted there, by the journal it is what it was made at " + folded.resourceVersion());
        }
        if (json == null) {
            return;
        }
        if (folded == null) {
            // Where the fold is further, the object may have been there and have gone.
            if (version > begins && fold.state().resourceVersion() == version) {
                throw at(partition, offset, version, record.ref(), "by the journal there is no such object");
            }
        } else if (folded.resourceVersion() < version) {
            throw at(
                    partition,
                    offset,
                    version,
                    record.ref(),
                    "no proposal of the journal made it so: by that it is what it was made at "
                            + folded.resourceVersion() + " (the record names the proposal " + record.proposal() + ")");
        } else if (!Arrays.equals(folded.json(), json)) {
            throw at(partition, offset, version, record.ref(), folded.json(), json);
        } else if (!folded.uid().equals(record.uid())) {
            throw at(
                    partition,
                    offset,
                    version,
                    record.ref(),
                    "the header uid is " + record.uid() + ", by the journal " + folded.uid());
        }
    }

    /** After the last record: whatever the topic should have up to its newest position is there. */
    void complete() {
        DifferenceFound first = null;
        long earliest = Long.MAX_VALUE;
        State state = fold.state();
        for (GroupResource resource : state.resources()) {
            for (StoredObject object : state.list(resource)) {
                Last there = last.remove(object.ref());
                boolean due = object.resourceVersion() <= certain && object.resourceVersion() < earliest;
                if (due && (there == null || there.version() != object.resourceVersion() || !there.exists())) {
                    earliest = object.resourceVersion();
                    first = missing(object, there);
                }
            }
        }
        for (Map.Entry<ObjectRef, Last> each : last.entrySet()) {
            long deleted = fold.deletedAt(each.getKey());
            if (each.getValue().exists() && deleted <= certain && deleted < earliest) {
                earliest = deleted;
                first = at(
                        partition,
                        each.getValue().offset(),
                        each.getValue().version(),
                        each.getKey(),
                        deleted == 0
                                ? "by the journal there is no such object"
                                : "by the journal it was deleted at " + deleted + ", which the topic does not have");
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private DifferenceFound missing(StoredObject object, @Nullable Last there) {
        return at(
                partition,
                -1,
                object.resourceVersion(),
                object.ref(),
                there == null
                        ? "there is no record of it"
                        : "there is no record of this change; the newest is of " + there.version() + ", offset "
                                + there.offset());
    }

    long records() {
        return records;
    }

    long positions() {
        return positions;
    }
}
