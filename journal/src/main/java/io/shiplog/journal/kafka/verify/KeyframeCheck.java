package io.shiplog.journal.kafka.verify;

import static io.shiplog.journal.kafka.verify.DifferenceFound.at;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.Contents;
import io.shiplog.journal.State;
import io.shiplog.journal.codec.KeyframeCodec;
import io.shiplog.journal.codec.UnreadableValueException;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.log.PartitionLogs;
import io.shiplog.journal.kafka.past.KeyframeTopic;
import io.shiplog.journal.past.Archive;
import io.shiplog.journal.past.Keyframe;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The keyframes of a cluster, to begin with and to compare with. */
final class KeyframeCheck {
    /** A keyframe, and where the record lies that completes it. */
    record Found(Keyframe keyframe, long offset) {}

    private final PartitionLogs logs;
    private final TopicPartition index;
    private final TopicPartition chunks;

    KeyframeCheck(PartitionLogs logs, ClusterConfig cluster) {
        this.logs = logs;
        this.index = KeyframeTopic.index(cluster);
        this.chunks = KeyframeTopic.chunks(cluster);
    }

    TopicPartition index() {
        return index;
    }

    /** Those that are kept whole, the resourceVersions rising. */
    List<Found> all() {
        Archive.Extent extent = logs.extent(index);
        long kept = logs.extent(chunks).begins();
        List<Found> found = new ArrayList<>();
        logs.read(index, extent.begins(), extent.ends(), record -> {
            try {
                found.add(new Found(KeyframeCodec.keyframe(record.value()), record.offset()));
            } catch (UnreadableValueException e) {
                throw at(index, record.offset(), 0, String.valueOf(e.getMessage()));
            }
        });
        found.removeIf(each -> each.keyframe().place().from() < kept);
        found.sort(Comparator.comparingLong(each -> each.keyframe().resourceVersion()));
        return found;
    }

    /** The state that a keyframe is of, which has to come to what the keyframe says. */
    State load(Found found) {
        List<StoredObject> objects = new ArrayList<>();
        each(found, (object, _) -> objects.add(object));
        State state = State.of(objects, found.keyframe().resourceVersion());
        requireSum(found, Contents.of(state));
        return state;
    }

    private void requireSum(Found found, Contents contents) {
        if (!contents.equals(found.keyframe().contents())) {
            throw at(
                    index,
                    found.offset(),
                    found.keyframe().resourceVersion(),
                    "the objects of the keyframe do not come to what was written down with it: "
                            + contents.objects() + " of "
                            + found.keyframe().contents().objects());
        }
    }

    /** Compares a keyframe with the fold at its moment. */
    void compare(Found found, State folded) {
        long version = found.keyframe().resourceVersion();
        Contents[] sum = {Contents.NOTHING};
        Set<ObjectRef> seen = new HashSet<>();
        each(found, (object, offset) -> {
            StoredObject right = folded.get(object.resource(), object.key());
            if (right == null) {
                throw at(chunks, offset, version, object.ref(), "by the journal there is no such object then");
            }
            if (!Arrays.equals(right.json(), object.json())) {
                throw at(chunks, offset, version, object.ref(), right.json(), object.json());
            }
            if (right.resourceVersion() != object.resourceVersion()
                    || !right.uid().equals(object.uid())) {
                throw at(
                        chunks,
                        offset,
                        version,
                        object.ref(),
                        "its resourceVersion or uid is not that of the journal, " + right.resourceVersion() + " and "
                                + right.uid());
            }
            seen.add(object.ref());
            sum[0] = sum[0].with(null, object);
        });
        for (GroupResource resource : folded.resources()) {
            for (StoredObject object : folded.list(resource)) {
                if (!seen.contains(object.ref())) {
                    throw at(chunks, -1, version, object.ref(), "the keyframe does not have it");
                }
            }
        }
        requireSum(found, sum[0]);
    }

    private void each(Found found, ObjLongConsumer<StoredObject> object) {
        chunks(found.keyframe(), record -> {
            try {
                KeyframeCodec.objects(record.value()).forEach(each -> object.accept(each, record.offset()));
            } catch (UnreadableValueException e) {
                throw at(chunks, record.offset(), found.keyframe().resourceVersion(), String.valueOf(e.getMessage()));
            }
        });
    }

    /** The chunks of a keyframe, in order. */
    void chunks(Keyframe keyframe, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        byte[] id = keyframe.id().getBytes(UTF_8);
        logs.read(chunks, keyframe.place().from(), keyframe.place().to(), record -> {
            if (Arrays.equals(id, record.key())) {
                each.accept(record);
            }
        });
    }
}
