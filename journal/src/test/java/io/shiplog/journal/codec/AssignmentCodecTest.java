package io.shiplog.journal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recorded assignments of every format version are read for ever: these files are never changed, only added to by new
 * versions.
 */
class AssignmentCodecTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void recordedAssignmentsOfEveryVersionAreRead(int version) {
        var read = new StringBuilder();
        RecordedFeeds.latest("/assignments/v" + version + ".tsv").forEach((key, value) -> print(read, key, value));
        assertThat(read.toString()).isEqualTo(RecordedFeeds.text("/assignments/v" + version + ".read.txt"));
    }

    @Test
    void whatIsReadOfTheVersionThatIsWrittenIsWrittenTheSame() {
        RecordedFeeds.latest("/assignments/v2.tsv").forEach((key, value) -> {
            byte[] again = switch (AssignmentKey.parse(key)) {
                case AssignmentKey.Pod _ -> AssignmentCodec.pod(AssignmentCodec.readPod(value));
                case AssignmentKey.Named _ -> AssignmentCodec.object(AssignmentCodec.readObject(value));
            };
            assertThat(again).asString(UTF_8).isEqualTo(new String(value, UTF_8));
        });
    }

    @Test
    void keysAreReadAsTheyAreWritten() {
        var secret = new ObjectRef(GroupResource.core("secrets"), new ObjectKey("shop", "pull"));
        List<AssignmentKey> keys =
                List.of(new AssignmentKey.Pod("node-1", "p-1"), new AssignmentKey.Named("node-1", secret));
        assertThat(keys).extracting(AssignmentKey::text).containsExactly("node-1/p-1", "node-1/secrets/shop/pull");
        assertThat(keys)
                .allSatisfy(key -> assertThat(AssignmentKey.parse(key.text())).isEqualTo(key));
        assertThatThrownBy(() -> AssignmentKey.parse("node-1")).isInstanceOf(UnreadableValueException.class);
        assertThatThrownBy(() -> AssignmentKey.parse("a/b/c")).isInstanceOf(UnreadableValueException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{\"v\":3,\"node\":\"n\",\"pod\":{}}",
                "{\"node\":\"n\",\"pod\":{}}",
                "{\"v\":2,\"pod\":{}}",
                "{\"v\":2,\"node\":\"n\"}",
                "{\"v\":2,\"node\":\"n\",\"pod\":{}",
                "{\"v\":2,\"node\":\"n\",\"pod\":[]}"
            })
    void refusesWhatIsNoAssignmentOfAPod(String value) {
        assertThatThrownBy(() -> AssignmentCodec.readPod(value.getBytes(UTF_8)))
                .isInstanceOf(UnreadableValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"v\":1,\"object\":{}}", "{\"v\":2}", "{\"v\":2,\"object\":\"x\"}"})
    void refusesWhatIsNoObjectThatPodsName(String value) {
        assertThatThrownBy(() -> AssignmentCodec.readObject(value.getBytes(UTF_8)))
                .isInstanceOf(UnreadableValueException.class);
    }

    private static void print(StringBuilder to, String key, byte[] value) {
        switch (AssignmentKey.parse(key)) {
            case AssignmentKey.Pod pod -> {
                AssignedPod assigned = AssignmentCodec.readPod(value);
                to.append("pod ").append(pod.uid()).append(" on ").append(assigned.node());
                to.append(": ").append(new String(assigned.pod(), UTF_8)).append('\n');
                assigned.configMaps().forEach(named -> print(to, "configmap", named));
                assigned.secrets().forEach(named -> print(to, "secret", named));
                assigned.services().forEach(service -> print(to, service));
            }
            case AssignmentKey.Named named -> {
                byte[] object = AssignmentCodec.readObject(value);
                to.append(named.object()).append(" on ").append(named.node()).append(": ");
                to.append(object == null ? "missing" : new String(object, UTF_8))
                        .append('\n');
            }
        }
    }

    private static void print(StringBuilder to, String kind, AssignedPod.Named named) {
        byte[] carried = named.carried();
        to.append("  ").append(kind).append(' ').append(named.name());
        to.append(carried == null ? "" : " " + new String(carried, UTF_8)).append('\n');
    }

    private static void print(StringBuilder to, AssignedService service) {
        to.append("  service ").append(service.namespace()).append('/').append(service.name());
        to.append(' ').append(service.clusterIp());
        service.ports()
                .forEach(port -> to.append(' ')
                        .append(port.name())
                        .append(':')
                        .append(port.port())
                        .append('/')
                        .append(port.protocol()));
        to.append('\n');
    }
}
