package io.shiplog.journal.past;

import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.State;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The states of past moments: the last keyframe at or before one, or one that was looked at before, and the fold of the
 * journal from there. Who asks for the same moment at the same time shares the answer. Thread-safe; it reads and folds
 * on a few threads of its own, and turns away who comes when too many wait for them.
 */
public final class Moments implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Moments.class);
    private static final int THREADS = 2;
    private static final int WAITING = 100;

    private final Archive archive;
    private final Supplier<State> present;
    private final InstantSource clock;
    private final ThreadPoolExecutor workers;
    private final MomentCache cache;
    private final Map<Long, CompletableFuture<PastMoment>> underway = new HashMap<>();

    /**
     * @param archive closed with this
     * @param present what is folded now: its moment costs nothing
     */
    public Moments(Archive archive, Supplier<State> present, InstantSource clock, long cacheBytes) {
        this.archive = archive;
        this.present = present;
        this.clock = clock;
        this.cache = new MomentCache(cacheBytes);
        this.workers = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform().daemon().name("past-", 0).factory());
        workers.allowCoreThreadTimeOut(true);
    }

    /**
     * The moment that {@code name} names; or, exceptionally, {@link OutsideWindowException}, or
     * {@link RejectedExecutionException} when too many wait.
     */
    public CompletableFuture<PastMoment> at(MomentName name) {
        if (name instanceof MomentName.Version(long version)) {
            PastMoment known = known(version);
            if (known != null) {
                return CompletableFuture.completedFuture(known);
            }
        }
        return asked(() -> answer(name)).thenCompose(Function.identity());
    }

    private CompletableFuture<PastMoment> answer(MomentName name) {
        Resolved resolved = resolve(name);
        CompletableFuture<PastMoment> loaded = load(resolved.version(), resolved.base());
        return name instanceof MomentName.Version
                ? loaded
                : loaded.thenApply(moment -> new PastMoment(moment.state(), resolved.time()));
    }

    /**
     * Goes through what was decided after one moment up to another, in order, on a thread of the past.
     *
     * @param since null for the beginning of all that is known, which also stands for a moment before it
     * @param until null for now
     * @param first is given the state that it begins with
     * @return completes after the last; exceptionally as {@link #at} does
     */
    public CompletableFuture<Void> history(
            @Nullable MomentName since, @Nullable MomentName until, Consumer<State> first, Consumer<Decided> each) {
        CompletableFuture<State> from = since == null ? oldest() : notBeforeTheWindow(since);
        CompletableFuture<Long> to =
                until == null ? asked(() -> archive.journal().ends()) : version(until);
        return from.thenCombine(to, (state, end) -> (Runnable) () -> decide(state, end, first, each))
                .thenAcceptAsync(Runnable::run, workers);
    }

    /**
     * The proposal of a resourceVersion and what became of it, empty when there is none; exceptionally as {@link #at}.
     */
    public CompletableFuture<Optional<Decided>> decided(long resourceVersion) {
        MomentName before = resourceVersion == 1 ? null : new MomentName.Version(resourceVersion - 1);
        List<Decided> found = new ArrayList<>();
        return history(before, new MomentName.Version(resourceVersion), state -> {}, found::add)
                .thenApply(done -> found.stream()
                        .filter(each -> each.resourceVersion() == resourceVersion)
                        .findFirst());
    }

    private CompletableFuture<State> notBeforeTheWindow(MomentName since) {
        return at(since)
                .thenApply(PastMoment::state)
                .exceptionallyCompose(
                        failure -> failure.getCause() instanceof OutsideWindowException outside && outside.isPast()
                                ? oldest()
                                : CompletableFuture.failedFuture(failure));
    }

    /** The resourceVersion of a moment, whose state is not asked for. */
    private CompletableFuture<Long> version(MomentName name) {
        return name instanceof MomentName.Version(long version) && known(version) != null
                ? CompletableFuture.completedFuture(version)
                : asked(() -> resolve(name).version());
    }

    private void decide(State from, long to, Consumer<State> first, Consumer<Decided> each) {
        first.accept(from);
        if (from.resourceVersion() >= to) {
            return;
        }
        State[] state = {from};
        archive.read(from.resourceVersion(), to, record -> {
            State.Folded folded = state[0].fold(record.proposal(), record.offset());
            state[0] = folded.next();
            each.accept(new Decided(record, folded.verdict()));
        });
    }

    /** The state before all that is known. */
    private CompletableFuture<State> oldest() {
        return asked(() -> archive.journal().begins())
                .thenCompose(begins -> begins == 0
                        ? CompletableFuture.completedFuture(State.EMPTY)
                        : asked(() -> window().oldest())
                                .thenCompose(oldest ->
                                        at(new MomentName.Version(oldest)).thenApply(PastMoment::state)));
    }

    private <T> CompletableFuture<T> asked(Supplier<T> question) {
        try {
            return CompletableFuture.supplyAsync(question, workers);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The moments that can be told of. Blocks. */
    public PastWindow window() {
        return window(archive.journal(), archive.keyframes());
    }

    /** What the moments are made from. */
    public Archive archive() {
        return archive;
    }

    /** Where long work on the past is done. */
    public Executor workers() {
        return workers;
    }

    private synchronized @Nullable PastMoment known(long version) {
        return cache.get(version);
    }

    /**
     * @param base the keyframe to begin with; null for the beginning of the journal
     * @param time what the asker means
     */
    private record Resolved(long version, @Nullable Keyframe base, Instant time) {}

    private Resolved resolve(MomentName name) {
        Archive.Extent journal = archive.journal();
        List<Keyframe> keyframes = archive.keyframes();
        PastWindow window = window(journal, keyframes);
        Instant now = clock.instant();
        Instant time = switch (name) {
            case MomentName.Version _ -> Instant.MIN;
            case MomentName.At(Instant at) -> at;
            case MomentName.Ago(var ago) -> now.minus(ago);
        };
        if (time.isAfter(now)) {
            throw OutsideWindowException.after(name, window);
        }
        long version = name instanceof MomentName.Version(long asked) ? asked : archive.after(time);
        if (version > journal.ends()) {
            throw OutsideWindowException.after(name, window);
        }
        boolean early = !(name instanceof MomentName.Version) && time.isBefore(window.since());
        if (version < window.oldest() || early) {
            throw OutsideWindowException.before(name, window);
        }
        return new Resolved(version, last(keyframes, journal, version), time);
    }

    /** The last keyframe at or before a resourceVersion from which the journal can still be folded; null for none. */
    private static @Nullable Keyframe last(List<Keyframe> keyframes, Archive.Extent journal, long version) {
        Keyframe last = null;
        for (Keyframe keyframe : keyframes) {
            if (keyframe.resourceVersion() <= version && keyframe.resourceVersion() >= journal.begins()) {
                last = keyframe;
            }
        }
        return last;
    }

    private PastWindow window(Archive.Extent journal, List<Keyframe> keyframes) {
        if (journal.begins() == 0 && journal.ends() > 0) {
            return new PastWindow(1, firstTime(), journal.ends());
        }
        for (Keyframe keyframe : keyframes) {
            if (keyframe.resourceVersion() >= journal.begins()) {
                return new PastWindow(keyframe.resourceVersion(), keyframe.time(), journal.ends());
            }
        }
        return new PastWindow(journal.ends(), clock.instant(), journal.ends());
    }

    private Instant firstTime() {
        Instant[] time = {Instant.EPOCH};
        archive.read(0, 1, record -> time[0] = record.time());
        return time[0];
    }

    private CompletableFuture<PastMoment> load(long version, @Nullable Keyframe keyframe) {
        CompletableFuture<PastMoment> mine = new CompletableFuture<>();
        synchronized (this) {
            PastMoment known = cache.get(version);
            if (known != null) {
                return CompletableFuture.completedFuture(known);
            }
            CompletableFuture<PastMoment> other = underway.putIfAbsent(version, mine);
            if (other != null) {
                return other;
            }
        }
        try {
            PastMoment made = fold(base(version, keyframe), version);
            synchronized (this) {
                cache.put(made);
                underway.remove(version);
            }
            mine.complete(made);
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                underway.remove(version);
            }
            mine.completeExceptionally(e);
        }
        return mine;
    }

    /** The latest state from which the fold can go on. */
    private PastMoment base(long version, @Nullable Keyframe keyframe) {
        PastMoment best = keyframe == null ? new PastMoment(State.EMPTY, Instant.EPOCH) : null;
        PastMoment cached;
        synchronized (this) {
            cached = cache.floor(version);
        }
        State now = present.get();
        long least = keyframe == null ? 0 : keyframe.resourceVersion();
        if (now.resourceVersion() <= version && now.resourceVersion() >= least) {
            best = new PastMoment(now, clock.instant());
            least = now.resourceVersion();
        }
        if (cached != null && cached.state().resourceVersion() >= least) {
            return cached;
        }
        return best != null ? best : loaded(keyframe);
    }

    private PastMoment loaded(@Nullable Keyframe keyframe) {
        if (keyframe == null) {
            return new PastMoment(State.EMPTY, Instant.EPOCH);
        }
        try {
            return new PastMoment(archive.load(keyframe), keyframe.time());
        } catch (DamagedKeyframeException e) {
            LOG.warn("{}; an earlier one is taken", e.getMessage());
            return loaded(before(keyframe, e));
        }
    }

    private @Nullable Keyframe before(Keyframe damaged, DamagedKeyframeException why) {
        Archive.Extent journal = archive.journal();
        Keyframe before = last(archive.keyframes(), journal, damaged.resourceVersion() - 1);
        if (before == null && journal.begins() > 0) {
            throw why;
        }
        return before;
    }

    private PastMoment fold(PastMoment base, long version) {
        Folding folding = new Folding(base);
        if (base.state().resourceVersion() < version) {
            archive.read(base.state().resourceVersion(), version, folding::add);
        }
        return new PastMoment(folding.state, folding.time);
    }

    private static final class Folding {
        private State state;
        private Instant time;

        Folding(PastMoment base) {
            state = base.state();
            time = base.time();
        }

        void add(JournalRecord record) {
            state = state.fold(record.proposal(), record.offset()).next();
            time = record.time();
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        archive.close();
    }
}
