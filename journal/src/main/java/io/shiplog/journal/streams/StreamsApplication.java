package io.shiplog.journal.streams;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.shiplog.journal.Unrecoverable;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka Streams application that is started again whenever it dies: topics may come late, brokers may be away, a
 * fault may end its thread. So it is when the wall clock is set back, by which Kafka Streams times its commits and
 * punctuations: they would rest until the clock is where it was. A thread of its own supervises it; whatever happens in
 * it is logged here and nowhere else.
 *
 * <p>One that meets what no restart cures stays ended, and whoever runs it says so.
 *
 * <p>One that lost its place to another process of the same name stands by until that is gone: to start again at once
 * would take the place away from the other, and neither would ever work.
 */
public final class StreamsApplication implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsApplication.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration STAND_BY_PAUSE = Duration.ofSeconds(1);
    /** Who dies before that has to wait ever longer: a record that nobody can process would be read again and again. */
    private static final Duration STEADY = Duration.ofSeconds(30);

    /** One that has more to read does not keep up: some seconds of a busy cluster. */
    private static final long MOST_RECORDS_BEHIND = 10_000;

    /** Consumers that have nothing to do ask several times a second; whoever does not for so long is stuck. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOCK_CHECK = Duration.ofSeconds(1);

    private final Supplier<Topology> topology;
    private final Properties settings;
    private final String id;
    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
    private final Thread supervisor;
    private final Object lock = new Object();
    private volatile Lag lag = new Lag();
    private @Nullable KafkaStreams streams;
    private boolean dead;
    private boolean fenced;
    private boolean closing;

    private StreamsApplication(Supplier<Topology> topology, Properties settings, MeterRegistry meters) {
        this.topology = topology;
        this.settings = settings;
        this.id = settings.getProperty(StreamsConfig.APPLICATION_ID_CONFIG);
        Gauge.builder("shiplog.streams.lag.records", this, each -> each.lag.records())
                .description("Records that the application has still to read")
                .tag("application", id)
                .register(meters);
        Gauge.builder(
                        "shiplog.streams.silence.seconds",
                        this,
                        each -> each.lag.silence().toMillis() / 1000.0)
                .description("How long the application has asked its broker for nothing")
                .tag("application", id)
                .register(meters);
        Gauge.builder("shiplog.streams.ready", this, each -> each.ready() ? 1 : 0)
                .description("Whether the application works and keeps up")
                .tag("application", id)
                .register(meters);
        this.supervisor = Thread.ofPlatform().daemon().name("supervise-" + id).unstarted(this::supervise);
    }

    /**
     * Starts an application and returns at once; it runs when {@link #running} completes.
     *
     * @param meters where it tells how far it is behind
     */
    public static StreamsApplication start(Supplier<Topology> topology, Properties settings, MeterRegistry meters) {
        var application = new StreamsApplication(topology, settings, meters);
        application.supervisor.start();
        return application;
    }

    /** Whether the application has its tasks, if any are its share, works on them now, and is not far behind. */
    public boolean ready() {
        synchronized (lock) {
            return streams != null && streams.state() == State.RUNNING && keepsUp(lag);
        }
    }

    /** Whether what is said of an application's consumers is said of one that keeps up. */
    static boolean keepsUp(Lag lag) {
        return lag.records() <= MOST_RECORDS_BEHIND && lag.silence().compareTo(LONGEST_SILENCE) <= 0;
    }

    /** Completes when the application runs for the first time; exceptionally if it is closed before. */
    public CompletableFuture<Void> running() {
        return running.copy();
    }

    /** Completes when the application meets what no restart cures, with that. It stays ended then. */
    public CompletableFuture<Throwable> ended() {
        return ended.copy();
    }

    @Override
    public void close() {
        synchronized (lock) {
            closing = true;
            lock.notifyAll();
        }
        try {
            supervisor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.completeExceptionally(new IllegalStateException(id + " was closed before it ran"));
    }

    private void supervise() {
        Duration pause = FIRST_PAUSE;
        while (true) {
            End end = runOnce();
            if (ended.isDone()) {
                return;
            }
            boolean standBy;
            synchronized (lock) {
                if (closing) {
                    return;
                }
                standBy = fenced;
                fenced = false;
            }
            pause = switch (end) {
                case YOUNG -> longer(pause);
                case STEADY, CLOCK_SET_BACK -> FIRST_PAUSE;
            };
            if (standBy) {
                LOG.error("{}: another process has this one's name. This one waits until the other is gone", id);
                if (awaitName()) {
                    return;
                }
            } else {
                LOG.warn(
                        "{} {} and is started again in {} ms",
                        id,
                        end == End.CLOCK_SET_BACK ? "found the clock set back" : "ended",
                        pause.toMillis());
            }
            if (awaitClosing(pause)) {
                return;
            }
        }
    }

    /** How a run of the application ended. */
    private enum End {
        /** It never worked, or not for long. */
        YOUNG,
        /** It had worked for a while. */
        STEADY,
        CLOCK_SET_BACK
    }

    /** Runs the application until it dies, is closed, or has to be started again. */
    private End runOnce() {
        KafkaStreams current = null;
        var workingSince = new AtomicLong();
        boolean clockSetBack = false;
        try {
            current = new KafkaStreams(topology.get(), settings, new StreamsClients(newLag()));
            KafkaStreams mine = current;
            current.setUncaughtExceptionHandler(fault -> {
                Unrecoverable.in(fault).ifPresentOrElse(this::end, () -> LOG.error("{} failed", id, fault));
                failed(mine, fault);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            current.setStateListener((now, before) -> {
                if (now == State.RUNNING) {
                    workingSince.compareAndSet(0, System.nanoTime());
                    running.complete(null);
                }
                if (now == State.ERROR || now == State.PENDING_ERROR || now == State.NOT_RUNNING) {
                    died(mine);
                }
            });
            synchronized (lock) {
                dead = false;
                streams = current;
            }
            current.start();
            var clock = new ClockStepDetector(System.currentTimeMillis(), System.nanoTime());
            synchronized (lock) {
                while (!closing && !dead && !clockSetBack) {
                    lock.wait(CLOCK_CHECK.toMillis());
                    clockSetBack = clock.isSetBack(System.currentTimeMillis(), System.nanoTime());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            Unrecoverable.in(e).ifPresentOrElse(this::end, () -> LOG.error("{} did not start", id, e));
        } finally {
            synchronized (lock) {
                streams = null;
            }
            if (current != null && !current.close(CLOSE_TIMEOUT)) {
                LOG.warn("{} did not stop within {} s", id, CLOSE_TIMEOUT.toSeconds());
            }
        }
        if (clockSetBack) {
            return End.CLOCK_SET_BACK;
        }
        long since = workingSince.get();
        return since != 0 && System.nanoTime() - since > STEADY.toNanos() ? End.STEADY : End.YOUNG;
    }

    private void end(Throwable fault) {
        running.completeExceptionally(fault);
        ended.complete(fault);
    }

    private Lag newLag() {
        var fresh = new Lag();
        lag = fresh;
        return fresh;
    }

    private void failed(KafkaStreams which, Throwable fault) {
        synchronized (lock) {
            if (streams == which && GroupName.isTaken(fault)) {
                fenced = true;
            }
        }
    }

    /** One that was not closed in time and ends only now says nothing of its successor. */
    private void died(KafkaStreams which) {
        synchronized (lock) {
            if (streams == which) {
                dead = true;
                lock.notifyAll();
            }
        }
    }

    /** Waits until no other process has this one's name; true if it is closed before. */
    private boolean awaitName() {
        try (GroupName name = GroupName.of(settings)) {
            do {
                if (awaitClosing(STAND_BY_PAUSE)) {
                    return true;
                }
            } while (name.mayBeTaken());
            return false;
        }
    }

    private boolean awaitClosing(Duration pause) {
        long until = System.nanoTime() + pause.toNanos();
        synchronized (lock) {
            try {
                long left = until - System.nanoTime();
                while (!closing && left > 0) {
                    lock.wait(Math.max(1, left / 1_000_000));
                    left = until - System.nanoTime();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
            return closing;
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }
}
