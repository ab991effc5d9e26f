package io.shiplog.journal.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InstrumentsTest {
    private final Instruments instruments = Instruments.unread();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void aLoopDecidesWhenEachOfItsTasksHereDoes() {
        LoopMeters meters = instruments.loop("status");
        meters.came();
        meters.came();
        assertThat(instruments.decides()).isFalse();
        meters.opened();
        assertThat(instruments.decides()).isFalse();
        meters.opened();
        assertThat(instruments.decides()).isTrue();
    }

    @Test
    void aTaskThatIsAnotherProcessNowHoldsNobodyUp() {
        LoopMeters meters = instruments.loop("status");
        meters.came();
        meters.left(false);
        assertThat(instruments.decides()).isTrue();
        meters.came();
        meters.opened();
        meters.left(true);
        assertThat(instruments.decides()).isTrue();
        meters.came();
        assertThat(instruments.decides()).isFalse();
    }

    @Test
    void anApplicationThatAsksItsBrokerForNothingDoesNotKeepUp() {
        var lag = new Lag(nanos::get);
        lag.ofConsumer();
        assertThat(StreamsApplication.keepsUp(lag)).isTrue();
        nanos.set(15_000_000_000L);
        assertThat(StreamsApplication.keepsUp(lag)).isTrue();
        nanos.set(15_000_000_001L);
        assertThat(StreamsApplication.keepsUp(lag)).isFalse();
    }
}
