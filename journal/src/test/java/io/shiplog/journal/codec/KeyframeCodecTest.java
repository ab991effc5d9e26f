package io.shiplog.journal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.Contents;
import io.shiplog.journal.State;
import io.shiplog.journal.past.Keyframe;
import io.shiplog.objects.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The recorded keyframe of every format version is read for ever: these files are never changed, only added to by new
 * versions.
 */
class KeyframeCodecTest {
    private static final byte[] CHUNK =
            Objects.requireNonNull(RecordedFeeds.latest("/keyframes/v1.tsv").get("12/5c0f"));
    private static final byte[] INDEX =
            Objects.requireNonNull(RecordedFeeds.latest("/keyframes/v1.tsv").get("index"));

    @Test
    void theRecordedKeyframeOfVersion1IsReadAndComesToWhatItSays() {
        Keyframe keyframe = KeyframeCodec.keyframe(INDEX);
        assertThat(keyframe.resourceVersion()).isEqualTo(12);
        assertThat(keyframe.time()).isEqualTo(Instant.parse("2026-11-30T18:00:00Z"));
        assertThat(keyframe.place()).isEqualTo(new Keyframe.Place(7, 8));
        List<StoredObject> objects = KeyframeCodec.objects(CHUNK);
        assertThat(objects.stream().map(StoredObject::toString))
                .containsExactly("configmaps default/a@3", "deployments.apps shop/web@12");
        assertThat(Contents.of(State.of(objects, 12))).isEqualTo(keyframe.contents());
    }

    @Test
    void whatIsWrittenIsWhatWasRecorded() {
        assertThat(new String(KeyframeCodec.encode(KeyframeCodec.objects(CHUNK)), UTF_8))
                .isEqualTo(new String(CHUNK, UTF_8));
        assertThat(new String(KeyframeCodec.encode(KeyframeCodec.keyframe(INDEX)), UTF_8))
                .isEqualTo(new String(INDEX, UTF_8));
    }

    @Test
    void refusesOtherVersionsAndWhatIsNoKeyframe() {
        for (String value : List.of("{\"v\":2,\"objects\":[]}", "{}", "[]", "x", "{\"v\":1}")) {
            assertThatThrownBy(() -> KeyframeCodec.keyframe(value.getBytes(UTF_8)))
                    .as(value)
                    .isInstanceOf(UnreadableValueException.class);
        }
        assertThatThrownBy(() -> KeyframeCodec.objects("{\"v\":2,\"objects\":[]}".getBytes(UTF_8)))
                .isInstanceOf(UnreadableValueException.class);
    }

    @Test
    void aStateIsCutIntoChunksThatComeToIt() {
        List<StoredObject> objects = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            var key = io.shiplog.journal.testkit.Objects.key("m" + i);
            objects.add(new StoredObject(
                    io.shiplog.journal.testkit.Objects.CONFIG_MAPS,
                    key,
                    "u" + i,
                    i + 1,
                    io.shiplog.journal.testkit.Objects.configMap(key, "u" + i, "x".repeat(40_000))));
        }
        State state = State.of(objects, 40);
        List<byte[]> chunks = new ArrayList<>();
        KeyframeChunks.of(state, chunks::add);
        assertThat(chunks).hasSizeBetween(3, 6);
        List<StoredObject> read = new ArrayList<>();
        chunks.forEach(chunk -> read.addAll(KeyframeCodec.objects(chunk)));
        assertThat(Contents.of(State.of(read, 40))).isEqualTo(Contents.of(state));
    }
}
