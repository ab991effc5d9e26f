package io.shiplog.journal.testkit;

import io.shiplog.journal.Proposal;
import io.shiplog.objects.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The journal's rule as plainly as it can be said: a sorted map and a counter. It plays operations and knows each
 * verdict.
 */
public final class NaiveModel {
    private record Held(long version, String uid, byte[] object) {}

    private final Map<String, Held> held = new TreeMap<>();
    private final Map<Integer, List<Long>> past = new TreeMap<>();
    private final List<Proposal> proposals = new ArrayList<>();
    private final List<Boolean> accepted = new ArrayList<>();

    /** A model that has played {@code operations}. */
    public static NaiveModel play(List<Operation> operations) {
        NaiveModel model = new NaiveModel();
        operations.forEach(model::play);
        return model;
    }

    /** The proposals in journal order; the n-th has offset n. */
    public List<Proposal> proposals() {
        return List.copyOf(proposals);
    }

    /** Whether each took effect. */
    public List<Boolean> accepted() {
        return List.copyOf(accepted);
    }

    /** The objects that exist, as {@code key@version uid}. */
    public List<String> contents() {
        List<String> contents = new ArrayList<>();
        held.forEach((key, object) -> contents.add(key + "@" + object.version() + " " + object.uid()));
        return contents;
    }

    private void play(Operation operation) {
        List<Write> writes = new ArrayList<>();
        for (Operation.Step step : operation.steps()) {
            Write write = write(step);
            if (write != null) {
                writes.add(write);
            }
        }
        if (!writes.isEmpty()) {
            propose(operation, new Proposal("p" + proposals.size(), Objects.TESTER, writes));
        }
    }

    private @Nullable Write write(Operation.Step step) {
        var key = Objects.key("k" + step.key());
        Held current = held.get(key.toString());
        long version = current == null ? 0 : current.version();
        String uid = current == null ? "u" + step.key() + "-" + proposals.size() : current.uid();
        List<Long> versions = past.getOrDefault(step.key(), List.of());
        long base = switch (step.belief()) {
            case CURRENT, OTHER_UID -> version;
            case ABSENT -> 0;
            case INVENTED -> 1_000_000 + step.value();
            case STALE -> versions.isEmpty() ? 0 : versions.get(step.value() % versions.size());
        };
        String written = step.belief() == Operation.Belief.OTHER_UID ? "other" : uid;
        if (step.kind() == Operation.Kind.DELETE) {
            // A deletion of what does not exist cannot be expressed.
            return base == 0 ? null : new Write(Objects.CONFIG_MAPS, key, written, base, nothing());
        }
        byte[] object = Objects.configMap(key, written, Integer.toString(step.value()));
        return new Write(Objects.CONFIG_MAPS, key, written, base, object);
    }

    private void propose(Operation operation, Proposal proposal) {
        boolean matches = proposal.writes().stream().allMatch(write -> {
            Held current = held.get(write.key().toString());
            return current == null
                    ? write.base() == 0
                    : current.version() == write.base() && current.uid().equals(write.uid());
        });
        proposals.add(proposal);
        accepted.add(matches);
        if (matches) {
            long version = proposals.size();
            for (Write write : proposal.writes()) {
                byte[] object = write.object();
                if (object == null) {
                    held.remove(write.key().toString());
                } else {
                    held.put(write.key().toString(), new Held(version, write.uid(), object));
                }
            }
            operation
                    .steps()
                    .forEach(step -> past.computeIfAbsent(step.key(), k -> new ArrayList<>())
                            .add(version));
        }
    }

    private static byte @Nullable [] nothing() {
        return null;
    }
}
