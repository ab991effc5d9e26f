package io.shiplog.bench.faults;

import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/**
 * A clock that is wrong by some time, as a machine's is until it is put right. Durations are measured as ever.
 * Thread-safe.
 */
final class WrongClock implements Time {
    private volatile long offMillis;

    void putWrong(long millis) {
        offMillis = millis;
    }

    @Override
    public long milliseconds() {
        return SYSTEM.milliseconds() + offMillis;
    }

    @Override
    public long nanoseconds() {
        return SYSTEM.nanoseconds();
    }

    @Override
    public void sleep(long millis) {
        SYSTEM.sleep(millis);
    }

    @Override
    public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMs) throws InterruptedException {
        SYSTEM.waitObject(object, condition, deadlineMs - offMillis);
    }
}
