package io.shiplog.bench.faults.history;

import io.shiplog.bench.faults.history.ClientCall.Effect;
import io.shiplog.bench.faults.history.ClientCall.Found;
import io.shiplog.bench.faults.history.ClientCall.Listed;
import io.shiplog.bench.faults.history.ClientCall.Wrote;
import io.shiplog.bench.faults.history.Truth.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Whether all calls of all clients fit into one order that agrees with time: what was answered before another was
 * asked comes before it. That is linearizability of each key, and of all keys together.
 *
 * <p>No search is needed, since the system itself says the order: a write is at its resourceVersion, a read anywhere
 * while what it found was the newest. So each read is put as early as it can be, not before what was over when it was
 * asked; if some order fits, this one does. Owned by one check.
 */
public final class OneOrder {
    private record Over(long end, long position) {}

    private final Truth truth;
    private final List<String> violations = new ArrayList<>();
    /** How many deletions of each version may have taken effect, as their clients were told. */
    private final Map<String, Integer> deletions = new HashMap<>();

    private final PriorityQueue<Over> answered = new PriorityQueue<>(Comparator.comparingLong(Over::end));
    /** Where everything lies, at least, that was over when the call began that is looked at. */
    private long floor;

    private OneOrder(Truth truth) {
        this.truth = truth;
    }

    /** What cannot be, a line each; empty when all fits. */
    public static List<String> violations(Truth truth, List<? extends ClientCall> calls) {
        var order = new OneOrder(truth);
        for (ClientCall call : calls) {
            if (call instanceof Wrote wrote && wrote.value() == null && wrote.effect() != Effect.NO) {
                order.deletions.merge(wrote.key() + "@" + wrote.base(), 1, Integer::sum);
            }
        }
        calls.stream().sorted(Comparator.comparingLong(ClientCall::begin)).forEach(order::place);
        return List.copyOf(order.violations);
    }

    private void place(ClientCall call) {
        while (!answered.isEmpty() && answered.peek().end() < call.begin()) {
            floor = Math.max(floor, answered.remove().position());
        }
        long position = switch (call) {
            case Wrote wrote -> written(wrote);
            case Found found -> found.value() == null ? absent(found) : found(found);
            case Listed listed -> listed(listed);
        };
        if (!(call instanceof Wrote wrote) || wrote.effect() == Effect.YES) {
            answered.add(new Over(call.end(), position));
        }
    }

    private long written(Wrote wrote) {
        Version version = wrote.value() == null ? truth.deletion(wrote.key(), wrote.base()) : truth.of(wrote.value());
        if (version == null) {
            if (wrote.effect() == Effect.YES) {
                violations.add("lost write: " + wrote + " was acknowledged, and is nowhere");
            }
            return floor;
        }
        if (version.isDeletion() && wrote.effect() != Effect.YES && others(wrote)) {
            // It may be theirs.
            return floor;
        }
        if (wrote.effect() == Effect.NO) {
            violations.add("refused write: " + wrote + " was refused, and took effect as " + version);
        }
        boolean other = !version.key().equals(wrote.key())
                || version.base() != wrote.base()
                || (wrote.effect() == Effect.YES && wrote.version() != 0 && wrote.version() != version.position());
        if (other) {
            violations.add("other write: " + wrote + " took effect as " + version);
        }
        if (version.position() <= floor) {
            violations.add("early write: " + wrote + " took effect at " + version.position() + ", but " + floor
                    + " had been seen before it was asked for");
        }
        return version.position();
    }

    /** Whether others may have deleted the same version: deletions of one version say the same. */
    private boolean others(Wrote wrote) {
        int own = wrote.effect() == Effect.NO ? 0 : 1;
        return deletions.getOrDefault(wrote.key() + "@" + wrote.base(), 0) > own;
    }

    private long found(Found found) {
        Version version = truth.at(found.key(), found.version());
        if (version == null
                || version.position() != found.version()
                || !Objects.equals(version.value(), found.value())) {
            violations.add("made up: " + found + " was never written");
            return floor;
        }
        return before(truth.next(found.key(), version.position()), Math.max(floor, version.position()), found);
    }

    private long before(@Nullable Version next, long position, ClientCall call) {
        if (next != null && next.position() <= position) {
            violations.add("stale read: " + call + " did not see " + next + " although " + position
                    + " had been seen before it was asked for");
        }
        return position;
    }

    private long absent(Found found) {
        if (!truth.exists(found.key(), floor)) {
            return floor;
        }
        for (Version next = truth.next(found.key(), floor);
                next != null;
                next = truth.next(found.key(), next.position())) {
            if (next.isDeletion()) {
                return next.position();
            }
        }
        violations.add("stale read: " + found + " found nothing, and since " + floor + " there was always something");
        return floor;
    }

    private long listed(Listed listed) {
        if (!truth.snapshot(listed.position()).equals(listed.versions())) {
            violations.add(
                    "inexact list: " + listed + ", but at that moment there was " + truth.snapshot(listed.position()));
        }
        if (!listed.latest()) {
            // It may be of any moment, and says nothing of what was over.
            return 0;
        }
        long position = Math.max(floor, listed.position());
        if (truth.nextPosition(listed.position()) <= position) {
            violations.add("stale list: " + listed + ", but " + position + " had been seen before it was asked for");
        }
        return position;
    }
}
