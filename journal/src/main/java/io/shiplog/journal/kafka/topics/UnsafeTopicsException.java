package io.shiplog.journal.kafka.topics;

import java.util.List;

/** Topics exist with settings that would lose or garble data. Nothing was changed; the message lists every problem. */
public final class UnsafeTopicsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public UnsafeTopicsException(List<String> problems) {
        super("refusing to start on unsafe topics: " + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence per setting that is wrong. */
    public List<String> problems() {
        return problems;
    }
}
