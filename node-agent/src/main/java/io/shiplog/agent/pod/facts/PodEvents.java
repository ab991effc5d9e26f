package io.shiplog.agent.pod.facts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened to a pod, oldest first. What happens over and over is told ever more seldom, so that a probe that fails
 * each second is no write each second: 25 at once, then one in five minutes, as the kubelet's spam filter (client-go's
 * EventCorrelator, v1.34). Immutable.
 *
 * @param tokens how many may be told at {@code refilled}
 */
public record PodEvents(List<PodEvent> list, double tokens, Instant refilled) {
    private static final int BURST = 25;
    private static final Duration REFILL = Duration.ofMinutes(5);

    public PodEvents {
        list = List.copyOf(list);
    }

    static PodEvents none(Instant now) {
        return new PodEvents(List.of(), BURST, now);
    }

    /** With one more; the same one again only counts up. Unchanged when there were too many of late. */
    PodEvents with(PodEvent fresh) {
        Instant now = fresh.last();
        double passed = Math.max(0, Duration.between(refilled, now).toMillis());
        double have = Math.min(BURST, tokens + passed / REFILL.toMillis());
        if (have < 1) {
            return this;
        }
        var next = new ArrayList<PodEvent>(list.size() + 1);
        boolean known = false;
        for (PodEvent event : list) {
            boolean again = event.same(fresh);
            next.add(again ? event.again(now) : event);
            known |= again;
        }
        if (!known) {
            next.add(list.isEmpty() ? fresh : fresh.after(list.getLast()));
        }
        return new PodEvents(
                next.size() > BURST ? next.subList(next.size() - BURST, next.size()) : next, have - 1, now);
    }
}
