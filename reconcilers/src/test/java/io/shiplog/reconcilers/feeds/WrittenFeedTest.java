package io.shiplog.reconcilers.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.reconcilers.feeds.PublishedFeed.Seen;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class WrittenFeedTest {
    private static final byte[] VALUE = {1};

    private final WrittenFeed written = new WrittenFeed("me");

    @Test
    void itsOwnRecordsOverwriteNothing() {
        Headers first = written.writing("n/a");
        Headers second = written.writing("n/a");
        assertThat(written.overwrites(Seen.of("n/a", VALUE, first))).isFalse();
        assertThat(written.overwrites(Seen.of("n/a", VALUE, second))).isFalse();
    }

    @Test
    void anothersRecordOverwritesWhatWasReadBackAndNotWhatIsStillOnItsWay() {
        Headers first = written.writing("n/a");
        Headers second = written.writing("n/a");
        Headers another = new WrittenFeed("other").writing("n/a");
        assertThat(written.overwrites(Seen.of("n/a", VALUE, first))).isFalse();
        assertThat(written.overwrites(Seen.of("n/a", VALUE, another))).isFalse();
        assertThat(written.overwrites(Seen.of("n/a", VALUE, second))).isFalse();
        assertThat(written.overwrites(Seen.of("n/a", VALUE, another))).isTrue();
    }

    @Test
    void aRecordThatNamesNoWriterIsAnothers() {
        assertThat(written.overwrites(Seen.of("n/a", null, new RecordHeaders())))
                .isTrue();
    }
}
