package io.shiplog.journal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recorded services of every format version are read for ever: these files are never changed, only added to by new
 * versions.
 */
class ServiceCodecTest {
    @Test
    void recordedServicesOfVersion1AreRead() {
        var read = new StringBuilder();
        RecordedFeeds.latest("/services/v1.tsv").forEach((key, value) -> {
            ServiceEntry entry = ServiceCodec.read(value);
            read.append(key)
                    .append(": ")
                    .append(new String(entry.service(), UTF_8))
                    .append('\n');
            entry.slices()
                    .forEach(slice ->
                            read.append("  ").append(new String(slice, UTF_8)).append('\n'));
        });
        assertThat(read.toString()).isEqualTo(RecordedFeeds.text("/services/v1.read.txt"));
    }

    @Test
    void whatIsReadIsWrittenTheSame() {
        RecordedFeeds.latest("/services/v1.tsv")
                .forEach((key, value) -> assertThat(ServiceCodec.encode(ServiceCodec.read(value)))
                        .asString(UTF_8)
                        .isEqualTo(new String(value, UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"v\":2,\"service\":{},\"endpointSlices\":[]}",
                "{\"v\":1,\"endpointSlices\":[]}",
                "{\"v\":1,\"service\":[]}",
                "{\"v\":1,\"service\":{},\"endpointSlices\":[1]}"
            })
    void refusesWhatIsNoService(String value) {
        assertThatThrownBy(() -> ServiceCodec.read(value.getBytes(UTF_8))).isInstanceOf(UnreadableValueException.class);
    }
}
