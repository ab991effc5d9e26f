package io.shiplog.journal.seal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The seals of a cluster, in the order of their topic: each goes on where the one before ended. As with the journal's
 * proposals, the first in the topic that names the present head is the next, and another one of the same moment, by a
 * second materializer, is none: but it has to tell the same of the same records, or the journal was not the same for
 * both. One thread owns it.
 */
public final class SealChain {
    /** Two materializers never overlap by more. */
    private static final int RECENT = 64;

    private final Deque<WrittenSeal> recent = new ArrayDeque<>();

    /** What becomes of a seal. */
    public sealed interface Verdict {
        /** It is the next. */
        record Next() implements Verdict {}

        /** Another one was faster, and says the same. */
        record Beside() implements Verdict {}

        /** It begins a new chain, and what lies between is not sealed. */
        record Anew(long from, long to) implements Verdict {}

        /** It contradicts the chain. */
        record Fork(String why) implements Verdict {}
    }

    /**
     * Goes on with a chain whose last seals are known.
     *
     * @param tail the last records of the topic, in order, or all
     */
    public static SealChain resume(List<WrittenSeal> tail) {
        SealChain chain = new SealChain();
        int from = 0;
        for (int i = 0; i < tail.size(); i++) {
            String head = tail.get(i).head();
            // Nobody goes on from one that was not the next: whoever writes reads back first.
            if (tail.subList(i + 1, tail.size()).stream()
                    .anyMatch(later -> later.seal().previous().equals(head))) {
                from = i;
            }
        }
        tail.subList(from, tail.size()).forEach(chain::take);
        return chain;
    }

    /** The head of the last seal; empty when there is none. */
    public String head() {
        return recent.isEmpty() ? "" : recent.getLast().head();
    }

    /** The journal offset up to which all is sealed; -1 when nothing is. */
    public long to() {
        return recent.isEmpty() ? -1 : recent.getLast().seal().to();
    }

    /** Takes the next seal of the topic. */
    public Verdict take(WrittenSeal written) {
        Seal seal = written.seal();
        if (recent.isEmpty() || seal.previous().equals(head()) && seal.from() == to()) {
            add(written);
            return new Verdict.Next();
        }
        if (seal.previous().isEmpty() && seal.from() > to()) {
            Verdict anew = new Verdict.Anew(to(), seal.from());
            add(written);
            return anew;
        }
        return beside(seal);
    }

    private void add(WrittenSeal written) {
        recent.add(written);
        if (recent.size() > RECENT) {
            recent.remove();
        }
    }

    private Verdict beside(Seal seal) {
        @Nullable WrittenSeal before = null;
        for (WrittenSeal each : recent) {
            if (each.head().equals(seal.previous()) && each.seal().to() == seal.from()) {
                before = each;
            }
        }
        boolean first = seal.previous().equals(recent.getFirst().seal().previous())
                && seal.from() == recent.getFirst().seal().from();
        if (before == null && !first) {
            return new Verdict.Fork("it names " + (seal.previous().isEmpty() ? "no seal" : seal.previous())
                    + " as the one before, at offset " + seal.from() + ", where the chain is at " + to() + " with "
                    + head());
        }
        for (WrittenSeal each : recent) {
            long from = Math.max(seal.from(), each.seal().from());
            long to = Math.min(seal.to(), each.seal().to());
            for (long offset = from; offset < to; offset++) {
                if (!seal.records()
                        .same((int) (offset - seal.from()), each.seal().records(), (int)
                                (offset - each.seal().from()))) {
                    return new Verdict.Fork("it tells otherwise of the journal's record at offset " + offset
                            + " than another seal of the same moment");
                }
            }
        }
        return new Verdict.Beside();
    }
}
