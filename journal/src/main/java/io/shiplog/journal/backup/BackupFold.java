package io.shiplog.journal.backup;

import io.shiplog.journal.Contents;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.State;
import io.shiplog.journal.backup.BackupPart.RawRecord;
import io.shiplog.journal.codec.KeyframeCodec;
import io.shiplog.journal.codec.UnreadableValueException;
import io.shiplog.journal.past.Keyframe;
import io.shiplog.objects.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fold of what a backup holds: from its keyframe, or from nothing, through its stretch of the journal. Refuses what
 * does not come to what its head says. Used by one thread.
 */
public final class BackupFold {
    /** Who is shown the states on the way. */
    @FunctionalInterface
    public interface Shown {
        void reached(State state, RawRecord record);
    }

    private final BackupHead head;
    private final Function<RawRecord, JournalRecord> decoder;
    private @Nullable List<StoredObject> objects = new ArrayList<>();
    private State state = State.EMPTY;

    /** @param decoder reads records of the journal; what it throws of one ends the fold */
    public BackupFold(BackupHead head, Function<RawRecord, JournalRecord> decoder) {
        this.head = head;
        this.decoder = decoder;
    }

    /**
     * Takes the next part.
     *
     * @param shown is shown the state after each record
     */
    public void take(BackupPart part, Shown shown) {
        switch (part) {
            case BackupPart.Chunk(long _, byte[] value) -> add(value);
            case BackupPart.Stretch(List<RawRecord> records) -> {
                State folded = base();
                for (RawRecord record : records) {
                    if (record.offset() != folded.resourceVersion()) {
                        throw BackupRefusedException.damaged("the journal's record " + record.offset()
                                + " follows where " + folded.resourceVersion() + " should");
                    }
                    JournalRecord read = decoder.apply(record);
                    folded = folded.fold(read.proposal(), read.offset()).next();
                    shown.reached(folded, record);
                }
                state = folded;
            }
        }
    }

    private void add(byte[] chunk) {
        List<StoredObject> collected = objects;
        if (collected == null) {
            throw BackupRefusedException.damaged("a chunk of its keyframe follows after the journal");
        }
        try {
            KeyframeCodec.objects(chunk).forEach(object -> collected.add(object.shared()));
        } catch (UnreadableValueException e) {
            throw new BackupRefusedException("the backup is damaged: its keyframe cannot be read", e);
        }
    }

    /** The state that was folded so far; after all chunks of the keyframe. */
    public State base() {
        List<StoredObject> collected = objects;
        if (collected != null) {
            objects = null;
            state = State.of(collected, head.base().from());
            Keyframe keyframe = head.base().keyframe();
            if (!Contents.of(state).equals(keyframe == null ? Contents.NOTHING : keyframe.contents())) {
                throw BackupRefusedException.damaged("its keyframe does not come to what was written");
            }
        }
        return state;
    }

    /** The state at its moment, after its last part. */
    public State end() {
        State last = base();
        if (last.resourceVersion() != head.moment().resourceVersion()) {
            throw BackupRefusedException.damaged("its journal ends at " + last.resourceVersion());
        }
        Contents promised = head.moment().contents();
        if (promised != null && !promised.equals(Contents.of(last))) {
            throw BackupRefusedException.damaged("its objects do not come to what the cluster had");
        }
        return last;
    }
}
