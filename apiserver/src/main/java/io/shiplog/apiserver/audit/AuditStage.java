package io.shiplog.apiserver.audit;

import java.util.Arrays;
import java.util.Optional;

/** When something is told of a request. */
public enum AuditStage {
    REQUEST_RECEIVED("RequestReceived"),
    /** Of long-running requests only: the head of the answer is written. */
    RESPONSE_STARTED("ResponseStarted"),
    RESPONSE_COMPLETE("ResponseComplete"),
    PANIC("Panic");

    private final String word;

    AuditStage(String word) {
        this.word = word;
    }

    /** The one of this word; empty where it is not a stage's. */
    static Optional<AuditStage> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    /** As policies and events have it. */
    public String word() {
        return word;
    }
}
