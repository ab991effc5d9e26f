package io.shiplog.journal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recorded reports of every format version are read for ever: these files are never changed, only added to by new
 * versions.
 */
class ReportCodecTest {
    @Test
    void recordedReportsOfVersion1AreRead() {
        var read = new StringBuilder();
        RecordedFeeds.latest("/reports/v1.tsv").forEach((key, value) -> print(read, read(key, value)));
        assertThat(read.toString()).isEqualTo(RecordedFeeds.text("/reports/v1.read.txt"));
    }

    @Test
    void whatIsReadIsWrittenSoThatTheSameIsRead() {
        RecordedFeeds.latest("/reports/v1.tsv").forEach((key, value) -> {
            Report report = read(key, value);
            assertThat(report.key()).isEqualTo(key);
            assertThat(print(read(key, ReportCodec.encode(report)))).isEqualTo(print(report));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"v\":2,\"node\":\"n\",\"object\":{}}",
                "{\"v\":1,\"object\":{}}",
                "{\"v\":1,\"node\":\"n\"}",
                "{\"v\":1,\"node\":7,\"object\":{}}"
            })
    void refusesWhatIsNoHeartbeat(String value) {
        assertThatThrownBy(() -> ReportCodec.readNode(value.getBytes(UTF_8)))
                .isInstanceOf(UnreadableValueException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":1,\"node\":\"n\",\"pod\":{\"namespace\":\"a\",\"name\":\"b\"},\"status\":{}}",
                "{\"v\":1,\"node\":\"n\",\"pod\":{\"namespace\":\"a\",\"name\":\"b\",\"uid\":\"u\"}}"
            })
    void refusesWhatIsNoReportOfAPod(String value) {
        assertThatThrownBy(() -> ReportCodec.readPod(value.getBytes(UTF_8)))
                .isInstanceOf(UnreadableValueException.class);
    }

    private static Report read(String key, byte[] value) {
        return key.contains("/") ? ReportCodec.readPod(value) : ReportCodec.readNode(value);
    }

    private static void print(StringBuilder to, Report report) {
        to.append(report.key()).append(" at ").append(report.time()).append(": ");
        switch (report) {
            case Report.OfNode node ->
                to.append(new String(node.object(), UTF_8)).append('\n');
            case Report.OfPod pod -> {
                to.append(pod.pod()).append(pod.terminated() ? " terminated " : " ");
                to.append(new String(pod.status(), UTF_8)).append('\n');
                pod.events().forEach(event -> print(to, event));
            }
        }
    }

    private static String print(Report report) {
        var text = new StringBuilder();
        print(text, report);
        return text.toString();
    }

    private static void print(StringBuilder to, Report.ReportedEvent event) {
        to.append("  ").append(event.type()).append(' ').append(event.reason());
        to.append(' ').append(event.count()).append(" times from ").append(event.firstTime());
        to.append(" to ").append(event.lastTime()).append(" of '").append(event.fieldPath());
        to.append("': ").append(event.message()).append('\n');
    }
}
