package io.shiplog.proxy;

import io.shiplog.journal.ObjectKey;
import io.shiplog.journal.kafka.StateFollower;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.proxy.dns.ClusterDns;
import io.shiplog.proxy.rules.RuleTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns changes of services and slices into rules: changes that come while rules are installed are installed together. */
final class Steering implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Steering.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Backend backend;
    private final ClusterDns dns;
    private final String dnsAddress;
    private final Map<ObjectKey, JsonNode> services = new ConcurrentHashMap<>();
    private final Map<ObjectKey, JsonNode> slices = new ConcurrentHashMap<>();
    private final Semaphore changed = new Semaphore(0);
    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean loaded;

    private Steering(Backend backend, ClusterDns dns, String dnsAddress) {
        this.backend = backend;
        this.dns = dns;
        this.dnsAddress = dnsAddress;
        this.thread = Thread.ofPlatform().daemon().name("proxy-rules").unstarted(this::run);
    }

    static Steering start(Backend backend, ClusterDns dns, String dnsAddress) {
        Steering steering = new Steering(backend, dns, dnsAddress);
        steering.thread.start();
        return steering;
    }

    CompletableFuture<Void> running() {
        return running.copy();
    }

    StateFollower.Listener listener(Consumer<Throwable> onFault) {
        return new StateFollower.Listener() {
            @Override
            public void changed(List<StateRecord> records) {
                records.forEach(Steering.this::take);
                changed.release();
            }

            @Override
            public void loaded() {
                loaded = true;
                changed.release();
            }

            @Override
            public void failed(Throwable fault) {
                running.completeExceptionally(fault);
                onFault.accept(fault);
            }
        };
    }

    private void take(StateRecord record) {
        Map<ObjectKey, JsonNode> objects = record.resource().resource().equals("services") ? services : slices;
        byte @Nullable [] json = record.object();
        if (json == null) {
            objects.remove(record.key());
        } else {
            objects.put(record.key(), JSON.readTree(json));
        }
    }

    private void run() {
        RuleTable installed = null;
        boolean retry = false;
        while (!closed) {
            try {
                if (retry) {
                    changed.tryAcquire(RETRY.toMillis(), TimeUnit.MILLISECONDS);
                } else {
                    changed.acquire();
                }
                changed.drainPermits();
            } catch (InterruptedException e) {
                return;
            }
            // A half-loaded table would cut off services that a former process steers.
            if (!loaded || closed) {
                continue;
            }
            RuleTable table = RuleTable.of(services.values(), slices.values());
            if (dns.answersClusterAddress()) {
                table = new RuleTable(table.ports().stream()
                        .filter(port -> !port.addresses().contains(dnsAddress))
                        .toList());
            }
            dns.use(services.values(), slices.values());
            try {
                if (!table.equals(installed)) {
                    backend.apply(table);
                    installed = table;
                }
                retry = false;
                running.complete(null);
            } catch (Backend.BackendException e) {
                LOG.warn("rules are not installed and will be tried again: {}", e.getMessage());
                retry = true;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        changed.release();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
