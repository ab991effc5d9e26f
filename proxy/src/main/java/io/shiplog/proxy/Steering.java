package io.shiplog.proxy;

import io.shiplog.journal.codec.ServiceCodec;
import io.shiplog.journal.codec.ServiceEntry;
import io.shiplog.journal.codec.UnreadableValueException;
import io.shiplog.journal.kafka.log.FeedFollower;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns changes of the feed of services into rules, on a thread of its own: changes that come while rules are installed
 * are installed together. Rules that could not be installed are tried again, after longer and longer pauses; rules that
 * somebody else took away are installed again within {@link Pace#look}.
 */
final class Steering implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Steering.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Backend backend;
    private final ClusterDns dns;
    private final String dnsAddress;
    private final Pace pace;
    private final ProxyMeters meters;
    private final Consumer<Throwable> onFault;
    private final Map<String, ServiceEndpoints> services = new ConcurrentHashMap<>();
    private final Semaphore changed = new Semaphore(0);
    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean loaded;
    private volatile boolean installed;

    /** A service as the feed has it. */
    private record ServiceEndpoints(JsonNode service, List<JsonNode> slices) {}

    /**
     * When nothing changes.
     *
     * @param look how often it is looked whether the rules are still there
     * @param retry the first pause after rules could not be installed
     */
    record Pace(Duration look, Duration retry) {
        /** Half a minute, as kube-proxy's sync period has it. */
        static final Pace DEFAULT = new Pace(Duration.ofSeconds(30), Duration.ofSeconds(1));

        Duration longer(Duration pause) {
            Duration twice = pause.multipliedBy(2);
            return twice.compareTo(look) > 0 ? look : twice;
        }
    }

    private Steering(
            Backend backend,
            ClusterDns dns,
            String dnsAddress,
            Pace pace,
            ProxyMeters meters,
            Consumer<Throwable> onFault) {
        this.meters = meters;
        this.backend = backend;
        this.dns = dns;
        this.dnsAddress = dnsAddress;
        this.pace = pace;
        this.onFault = onFault;
        this.thread = Thread.ofPlatform().daemon().name("proxy-rules").unstarted(this::run);
    }

    static Steering start(
            Backend backend,
            ClusterDns dns,
            String dnsAddress,
            Pace pace,
            ProxyMeters meters,
            Consumer<Throwable> onFault) {
        Steering steering = new Steering(backend, dns, dnsAddress, pace, meters, onFault);
        steering.thread.start();
        return steering;
    }

    CompletableFuture<Void> running() {
        return running.copy();
    }

    /** Whether the rules that were wanted last are installed. */
    boolean keepsUp() {
        return installed;
    }

    FeedFollower.Listener listener() {
        return new FeedFollower.Listener() {
            @Override
            public void changed(Map<String, byte @Nullable []> latest) {
                latest.forEach(Steering.this::take);
                meters.changed();
                changed.release();
            }

            @Override
            public void loaded() {
                loaded = true;
                changed.release();
            }

            @Override
            public void failed(Throwable fault) {
                fail(fault);
            }
        };
    }

    private void take(String key, byte @Nullable [] value) {
        if (value == null) {
            services.remove(key);
            return;
        }
        try {
            ServiceEntry entry = ServiceCodec.read(value);
            var slices = entry.slices().stream().map(JSON::readTree).toList();
            services.put(key, new ServiceEndpoints(JSON.readTree(entry.service()), slices));
        } catch (UnreadableValueException | JacksonException e) {
            // One service that cannot be read must not keep the others from being steered: it stays as it was.
            LOG.error("the service {} cannot be read", key, e);
        }
    }

    private void fail(Throwable fault) {
        running.completeExceptionally(fault);
        onFault.accept(fault);
    }

    private void run() {
        try {
            steer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void steer() throws InterruptedException {
        RuleTable last = null;
        String complaint = "";
        Duration pause = pace.look();
        Duration afterFailure = pace.retry();
        while (true) {
            boolean woken = changed.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
            changed.drainPermits();
            if (closed) {
                return;
            }
            // A half-loaded table would cut off services that a former process steers.
            if (!loaded) {
                continue;
            }
            RuleTable table = table();
            if (woken) {
                dns.use(services(), slices());
            }
            if (table.equals(last) && (woken || backend.inForce())) {
                continue;
            }
            try {
                long began = System.nanoTime();
                backend.apply(table);
                meters.synced(began);
                if (table.equals(last)) {
                    LOG.info("what is not in force any more was installed again");
                }
                last = table;
                installed = true;
                complaint = "";
                pause = pace.look();
                afterFailure = pace.retry();
                running.complete(null);
            } catch (Backend.BackendException e) {
                String message = String.valueOf(e.getMessage());
                if (!message.equals(complaint)) {
                    LOG.warn("rules are not installed and will be tried again: {}", message);
                }
                complaint = message;
                last = null;
                installed = false;
                meters.failed();
                pause = afterFailure;
                afterFailure = pace.longer(afterFailure);
            }
        }
    }

    private List<JsonNode> services() {
        return services.values().stream().map(ServiceEndpoints::service).toList();
    }

    private List<JsonNode> slices() {
        return services.values().stream()
                .flatMap(steered -> steered.slices().stream())
                .toList();
    }

    private RuleTable table() {
        RuleTable table = RuleTable.of(services(), slices());
        return dns.answersClusterAddress()
                ? new RuleTable(table.ports().stream()
                        .filter(port -> !port.addresses().contains(dnsAddress))
                        .toList())
                : table;
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
