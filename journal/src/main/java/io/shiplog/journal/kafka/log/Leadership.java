package io.shiplog.journal.kafka.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.Node;
import org.jspecify.annotations.Nullable;

/**
 * Who leads the journal's partition, as one broker knows it, and what it takes to be sure of that. Pure.
 *
 * @param epoch of the leader; it rises whenever another one leads
 * @param leader null when there is none
 * @param others the brokers that hold the partition beside the leader
 */
record Leadership(int epoch, @Nullable Node leader, List<Node> others) {
    /** With three copies or more two have a record before it is acknowledged: topics with fewer are refused. */
    private static final int REPLICATED = 3;

    Leadership {
        others = List.copyOf(others);
    }

    /**
     * How many of the others have to say that they know of no newer leader. Whoever acknowledged a write under a
     * newer one are so many that one of them is among those or is the leader itself: an end that all of them agree on
     * misses no acknowledged write.
     */
    int witnesses() {
        int replicas = others.size() + 1;
        return replicas - (replicas >= REPLICATED ? 2 : 1);
    }

    /**
     * Whether what the leader of {@code epoch} answered holds.
     *
     * @param witnessed the newest epochs that others know of, each asked after whoever wants to know
     */
    boolean isBorneOut(int epoch, Collection<Integer> witnessed) {
        return witnessed.stream().filter(known -> known <= epoch).count() >= witnesses()
                && witnessed.stream().allMatch(known -> known <= epoch);
    }

    /** The same, with other brokers asked first next time. */
    Leadership othersFirst() {
        if (others.size() < 2) {
            return this;
        }
        List<Node> turned = new ArrayList<>(others.subList(1, others.size()));
        turned.add(others.getFirst());
        return new Leadership(epoch, leader, turned);
    }
}
