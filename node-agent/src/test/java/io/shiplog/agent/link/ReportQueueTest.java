package io.shiplog.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReportQueueTest {
    private final ReportQueue queue = new ReportQueue();

    private static ReportQueue.Entry entry(String key, int content) {
        return new ReportQueue.Entry("n1", key, new byte[] {(byte) content});
    }

    private ReportQueue.Entry taken() throws InterruptedException {
        return Objects.requireNonNull(queue.take());
    }

    private void assertEmpty() throws InterruptedException {
        queue.close();
        assertThat(queue.take()).isNull();
    }

    @Test
    void keepsOnlyTheLastOfEachKey() throws Exception {
        queue.put(entry("a", 1));
        queue.put(entry("b", 1));
        ReportQueue.Entry last = entry("a", 2);
        queue.put(last);
        assertThat(taken()).isSameAs(last);
        assertThat(taken().key()).isEqualTo("b");
        assertEmpty();
    }

    @Test
    void sendsAgainWhatFailed() throws Exception {
        queue.put(entry("a", 1));
        ReportQueue.Entry failed = taken();
        queue.restore(failed);
        assertThat(taken()).isSameAs(failed);
        queue.sent(failed);
        assertEmpty();
    }

    @Test
    void neverSendsAnOldReportAfterANewerOne() throws Exception {
        queue.put(entry("a", 1));
        ReportQueue.Entry old = taken();
        queue.put(entry("a", 2));
        ReportQueue.Entry newer = taken();
        queue.restore(old);
        queue.sent(newer);
        queue.restore(old);
        assertEmpty();
    }

    @Test
    void doesNotPutAFailedReportInFrontOfANewerOneThatWaits() throws Exception {
        queue.put(entry("a", 1));
        ReportQueue.Entry old = taken();
        ReportQueue.Entry newer = entry("a", 2);
        queue.put(newer);
        queue.restore(old);
        assertThat(taken()).isSameAs(newer);
        assertEmpty();
    }
}
