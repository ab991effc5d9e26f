package io.shiplog.apiserver.audit;

/** How much is told of a request. */
public enum AuditLevel {
    NONE("None"),
    METADATA("Metadata"),
    REQUEST("Request"),
    REQUEST_RESPONSE("RequestResponse");

    private final String word;

    AuditLevel(String word) {
        this.word = word;
    }

    /** As policies and events have it. */
    public String word() {
        return word;
    }
}
