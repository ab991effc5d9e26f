package io.shiplog.journal.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a writer of a generated history intends. It names no version: whoever plays it takes the base from what the
 * writer believes, which is right, stale or made up.
 *
 * @param steps the writes of one proposal, on different keys
 */
public record Operation(List<Step> steps) {

    /** One intended write. */
    public record Step(Kind kind, int key, Belief belief, int value) {
        @Override
        public String toString() {
            return kind + " k" + key + (belief == Belief.CURRENT ? "" : " " + belief) + "=" + value;
        }
    }

    /** What the writer wants. */
    public enum Kind {
        PUT,
        DELETE
    }

    /** Where the writer's base comes from. */
    public enum Belief {
        /** The current version of the key. */
        CURRENT,
        /** A version that the key had before. */
        STALE,
        /** A version that nobody ever had. */
        INVENTED,
        /** The key does not exist. */
        ABSENT,
        /** The current version, under another uid. */
        OTHER_UID
    }

    private static final int KEYS = 4;

    public Operation {
        steps = List.copyOf(steps);
    }

    /** Mostly right single writes to few keys, now and then several at once, now and then wrong. */
    public static Operation random(Random random) {
        int writes = random.nextInt(4) == 0 ? 1 + random.nextInt(KEYS) : 1;
        List<Integer> keys = new ArrayList<>(List.of(0, 1, 2, 3));
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < writes; i++) {
            int key = keys.remove(random.nextInt(keys.size()));
            Kind kind = random.nextInt(3) == 0 ? Kind.DELETE : Kind.PUT;
            Belief belief =
                    random.nextInt(4) == 0 ? Belief.values()[random.nextInt(Belief.values().length)] : Belief.CURRENT;
            steps.add(new Step(kind, key, belief, random.nextInt(1000)));
        }
        return new Operation(steps);
    }

    @Override
    public String toString() {
        return steps.toString();
    }
}
