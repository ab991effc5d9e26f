package io.shiplog.apiserver.audit;

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

    /** As policies and events have it. */
    public String word() {
        return word;
    }
}
