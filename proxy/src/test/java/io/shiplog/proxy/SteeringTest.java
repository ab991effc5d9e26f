package io.shiplog.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shiplog.journal.codec.ServiceCodec;
import io.shiplog.journal.codec.ServiceEntry;
import io.shiplog.proxy.dns.ClusterDns;
import io.shiplog.proxy.rules.RuleTable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SteeringTest {
    private static final Steering.Pace QUICK = new Steering.Pace(Duration.ofMillis(20), Duration.ofMillis(5));

    private final Faulty backend = new Faulty();
    private final CompletableFuture<Throwable> fault = new CompletableFuture<>();
    private final ClusterDns dns = ClusterDns.start("127.0.9.53", "cluster.local");
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Steering steering =
            Steering.start(backend, dns, "127.0.9.53", QUICK, new ProxyMeters(registry), fault::complete);

    /** A backend that does what it is told. */
    private static final class Faulty implements Backend {
        private final AtomicInteger applied = new AtomicInteger();
        private volatile Set<String> addresses = Set.of();
        private volatile int failures;
        private volatile boolean inForce = true;
        private volatile RuntimeException bug;

        @Override
        public void apply(RuleTable table) {
            if (bug != null) {
                throw bug;
            }
            if (failures > 0) {
                failures--;
                throw new BackendException("not now");
            }
            inForce = true;
            addresses = table.ports().stream()
                    .flatMap(port -> port.addresses().stream())
                    .collect(Collectors.toSet());
            applied.incrementAndGet();
        }

        @Override
        public boolean inForce() {
            return inForce;
        }

        @Override
        public void close() {
            inForce = false;
        }
    }

    @AfterEach
    void close() {
        steering.close();
        dns.close();
    }

    @Test
    void triesAgainUntilRulesAreInstalled() {
        backend.failures = 3;
        steering.listener().loaded();
        await().atMost(Duration.ofSeconds(5)).until(() -> steering.running().isDone());
        assertThat(backend.applied).hasValue(1);
        assertThat(fault).isNotDone();
    }

    @Test
    void aServiceThatCannotBeReadStaysAsItWasAndHarmsNoOther() {
        steering.listener().changed(Map.of("shop/web", service("10.96.0.7"), "shop/api", service("10.96.0.8")));
        steering.listener().loaded();
        await().atMost(Duration.ofSeconds(5)).until(() -> backend.addresses.equals(Set.of("10.96.0.7", "10.96.0.8")));
        steering.listener().changed(Map.of("shop/web", utf8("{\"v\":9}"), "shop/api", service("10.96.0.9")));
        await().atMost(Duration.ofSeconds(5)).until(() -> backend.addresses.equals(Set.of("10.96.0.7", "10.96.0.9")));
        steering.listener().changed(Collections.singletonMap("shop/web", null));
        await().atMost(Duration.ofSeconds(5)).until(() -> backend.addresses.equals(Set.of("10.96.0.9")));
        assertThat(fault).isNotDone();
    }

    private static byte[] service(String clusterIp) {
        byte[] service = utf8("{\"metadata\":{\"name\":\"" + clusterIp.replace('.', '-')
                + "\",\"namespace\":\"shop\"},\"spec\":{\"clusterIP\":\"" + clusterIp
                + "\",\"ports\":[{\"port\":80}]}}");
        return ServiceCodec.encode(new ServiceEntry(service, List.of()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void putsRulesBackThatSomebodyElseTookAway() {
        steering.listener().loaded();
        await().atMost(Duration.ofSeconds(5)).until(() -> backend.applied.get() == 1);
        await().during(Duration.ofMillis(200)).until(() -> backend.applied.get() == 1);
        backend.inForce = false;
        await().atMost(Duration.ofSeconds(5)).until(() -> backend.applied.get() == 2);
    }

    @Test
    void endsWithAFaultWhenItCannotGoOn() {
        backend.bug = new IllegalStateException("a bug");
        steering.listener().loaded();
        await().atMost(Duration.ofSeconds(5)).until(fault::isDone);
        assertThat(fault).isCompletedWithValueMatching(cause -> "a bug".equals(cause.getMessage()));
        assertThat(steering.running()).isCompletedExceptionally();
    }
}
