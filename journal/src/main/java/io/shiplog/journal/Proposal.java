package io.shiplog.journal;

import io.shiplog.objects.Write;
import java.util.HashSet;
import java.util.List;

/**
 * One journal record: one or more writes that take effect together or not at all.
 *
 * @param id the audit id, unique per proposal
 * @param origin who proposes
 * @param writes at least one; at most one per object
 */
public record Proposal(String id, Origin origin, List<Write> writes) {
    public Proposal {
        writes = List.copyOf(writes);
        if (writes.isEmpty()) {
            throw new IllegalArgumentException("a proposal has at least one write");
        }
        if (writes.size() > 1) {
            var seen = new HashSet<Object>();
            for (Write write : writes) {
                if (!seen.add(List.of(write.resource(), write.key()))) {
                    throw new IllegalArgumentException(
                            "two writes to " + write.resource() + " " + write.key() + " in one proposal");
                }
            }
        }
    }
}
