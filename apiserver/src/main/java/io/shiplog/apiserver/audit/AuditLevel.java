package io.shiplog.apiserver.audit;

import java.util.Arrays;
import java.util.Optional;

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

    /** The one of this word; empty where it is not a level's. */
    static Optional<AuditLevel> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    /** As policies and events have it. */
    public String word() {
        return word;
    }
}
