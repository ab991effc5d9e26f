package io.shiplog.journal.backup;

import static io.shiplog.journal.testkit.Objects.create;
import static io.shiplog.journal.testkit.Objects.key;
import static io.shiplog.journal.testkit.Objects.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.Contents;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.State;
import io.shiplog.journal.backup.BackupPart.RawRecord;
import io.shiplog.journal.codec.KeyframeChunks;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.past.Keyframe;
import io.shiplog.journal.testkit.States;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BackupFormatTest {
    private static final Instant TIME = Instant.parse("2026-11-30T18:00:00Z");
    private static final ProposalCodec CODEC = new ProposalCodec(ProposalLimits.DEFAULT);

    @Test
    void whatWasWrittenIsReadAndFolded() {
        Sample sample = Sample.of(40, 25);
        BackupReader reader = new BackupReader(new ByteArrayInputStream(sample.bytes()));
        assertThat(reader.head()).isEqualTo(sample.head());
        assertThat(States.print(folded(sample.bytes()))).isEqualTo(States.print(sample.state()));
        Sample fromTheBeginning = Sample.of(0, 25);
        assertThat(States.print(folded(fromTheBeginning.bytes()))).isEqualTo(States.print(fromTheBeginning.state()));
        Sample keyframeAlone = Sample.of(40, 0);
        assertThat(States.print(folded(keyframeAlone.bytes()))).isEqualTo(States.print(keyframeAlone.state()));
    }

    @Test
    void eachByteThatIsAnotherIsFound() {
        byte[] bytes = Sample.of(5, 5).bytes();
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= 0x10;
            refused(flipped, "byte " + i);
        }
    }

    @Test
    void eachLengthThatIsTooShortIsFoundAndSoIsOneThatIsTooLong() {
        byte[] bytes = Sample.of(5, 5).bytes();
        for (int length = 0; length < bytes.length; length++) {
            refused(Arrays.copyOf(bytes, length), "length " + length);
        }
        refused(Arrays.copyOf(bytes, bytes.length + 1), "a byte more");
    }

    @Test
    void aCutIsWhatTheClusterWasAtThatMoment() {
        for (int objects : new int[] {0, 40}) {
            Sample whole = Sample.of(objects, 25);
            for (int at : new int[] {Math.max(1, objects), objects + 10, objects + 25}) {
                assertThat(States.print(folded(cut(whole.bytes(), at))))
                        .as("%d of %d", at, objects + 25)
                        .isEqualTo(States.print(Sample.of(objects, at - objects).state()));
            }
        }
    }

    @Test
    void aCutOutsideOfTheBackupIsRefused() {
        byte[] bytes = Sample.of(40, 5).bytes();
        for (int at : new int[] {0, 39, 46}) {
            assertThatThrownBy(() -> cut(bytes, at))
                    .isInstanceOf(BackupRefusedException.class)
                    .hasMessageContaining("from resourceVersion 40 to 45");
        }
    }

    private static byte[] cut(byte[] backup, long at) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BackupCut.cut(new ByteArrayInputStream(backup), at, "cut", out);
        return out.toByteArray();
    }

    @Test
    void aNewerFormatIsNamed() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BackupWriter writer = BackupWriter.begin(out, Sample.of(1, 0).head());
        writer.end();
        assertThatThrownBy(() -> new BackupReader(new ByteArrayInputStream(withVersion(out.toByteArray(), 2))))
                .isInstanceOf(BackupRefusedException.class)
                .hasMessageContaining("format 2, and this build reads 1");
    }

    @Test
    void whatIsNoBackupIsCalledThat() {
        assertThatThrownBy(() -> new BackupReader(
                        new ByteArrayInputStream("apiVersion: v1\nkind: Pod\n".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(BackupRefusedException.class)
                .hasMessage("this is no backup of Shiplog: it does not begin like one");
    }

    @Test
    void partsInAnotherOrderAndPartsThatAreMissingAreFound() {
        Sample sample = Sample.of(3, 6);
        List<BackupPart> parts = sample.parts();
        for (int i = 1; i < parts.size(); i++) {
            List<BackupPart> swapped = new ArrayList<>(parts);
            swapped.set(i - 1, parts.get(i));
            swapped.set(i, parts.get(i - 1));
            refused(Sample.written(sample.head(), swapped), "swapped " + i);
        }
        for (int i = 0; i < parts.size(); i++) {
            List<BackupPart> fewer = new ArrayList<>(parts);
            fewer.remove(i);
            refused(Sample.written(sample.head(), fewer), "without " + i);
        }
    }

    @Test
    void oneThatBrokeOffIsGoneOnWith() {
        Sample sample = Sample.of(3, 6);
        int end = sample.bytes().length;
        for (int cut = 200; cut < end; cut += 97) {
            byte[] broken = Arrays.copyOf(sample.bytes(), cut);
            BackupReader reader;
            try {
                reader = new BackupReader(new ByteArrayInputStream(broken));
            } catch (BackupRefusedException e) {
                continue; // not even a head
            }
            int whole = wholeParts(reader);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(broken, 0, (int) reader.bytes());
            BackupWriter writer = BackupWriter.goOn(out, reader);
            sample.parts().subList(whole, sample.parts().size()).forEach(writer::write);
            writer.end();
            assertThat(out.toByteArray()).isEqualTo(sample.bytes());
        }
    }

    private static int wholeParts(BackupReader reader) {
        int whole = 0;
        try {
            while (reader.next().isPresent()) {
                whole++;
            }
            throw new AssertionError("it did not break off");
        } catch (BackupRefusedException e) {
            return whole;
        }
    }

    private static void refused(byte[] bytes, String what) {
        assertThatThrownBy(() -> folded(bytes)).as(what).isInstanceOf(BackupRefusedException.class);
    }

    private static State folded(byte[] bytes) {
        BackupReader reader = new BackupReader(new ByteArrayInputStream(bytes));
        BackupFold fold = new BackupFold(
                reader.head(),
                record -> new JournalRecord(
                        record.offset(),
                        Instant.ofEpochMilli(record.timeMillis()),
                        CODEC.decode(java.util.Objects.requireNonNull(record.value()))));
        for (Optional<BackupPart> part = reader.next(); part.isPresent(); part = reader.next()) {
            fold.take(part.get(), (state, record) -> {});
        }
        return fold.end();
    }

    /** The same with a head of another version, its checksum right. */
    private static byte[] withVersion(byte[] backup, int version) {
        BackupReader reader = new BackupReader(new ByteArrayInputStream(backup));
        byte[] head = io.shiplog.journal.codec.BackupCodec.encode(reader.head());
        head["{\"v\":".length()] = (byte) ('0' + version);
        byte[] compressed = com.github.luben.zstd.Zstd.compress(head);
        return java.nio.ByteBuffer.allocate(1_000)
                .put(BackupFormat.BEGINNING)
                .put(BackupFormat.HEAD)
                .putInt(head.length)
                .putInt(compressed.length)
                .putInt(BackupFormat.checksum(BackupFormat.HEAD, head.length, compressed))
                .put(compressed)
                .array();
    }

    /** A backup of a keyframe of some objects, and of as many proposals after it. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Sample(BackupHead head, List<BackupPart> parts, byte[] bytes, State state) {
        static Sample of(int objects, int proposals) {
            State state = State.EMPTY;
            for (int i = 0; i < objects; i++) {
                state = state.fold(proposal(create(key("k" + i), "u" + i, "v")), i)
                        .next();
            }
            List<BackupPart> parts = new ArrayList<>();
            Keyframe keyframe = null;
            if (objects > 0) {
                KeyframeChunks.of(state, chunk -> parts.add(new BackupPart.Chunk(parts.size(), chunk)));
                keyframe = new Keyframe(objects, TIME, "id", new Keyframe.Place(0, parts.size()), Contents.of(state));
            }
            for (int i = objects; i < objects + proposals; i++) {
                var proposal = proposal(create(key("j" + i), "u" + i, "w"));
                state = state.fold(proposal, i).next();
                parts.add(new BackupPart.Stretch(
                        List.of(new RawRecord(i, TIME.toEpochMilli() + i, CODEC.encode(proposal)))));
            }
            BackupHead head = head(state, keyframe);
            return new Sample(head, parts, written(head, parts), state);
        }

        private static BackupHead head(State state, @Nullable Keyframe keyframe) {
            return new BackupHead(
                    "0a1b",
                    TIME,
                    new BackupHead.Source("shiplog", "Zq"),
                    new BackupHead.Moment(state.resourceVersion(), Contents.of(state)),
                    new BackupHead.Base(keyframe, false));
        }

        static byte[] written(BackupHead head, List<BackupPart> parts) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BackupWriter writer = BackupWriter.begin(out, head);
            parts.forEach(writer::write);
            writer.end();
            return out.toByteArray();
        }
    }
}
