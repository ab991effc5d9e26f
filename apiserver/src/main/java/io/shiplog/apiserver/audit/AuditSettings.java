package io.shiplog.apiserver.audit;

/** What is told of requests, and where. */
public record AuditSettings(AuditPolicy policy, AuditSink sink) {
    /** @throws IllegalArgumentException when the policy asks for more than is told */
    public AuditSettings {
        for (AuditPolicy.Rule rule : policy.rules()) {
            if (rule.level().compareTo(AuditLevel.METADATA) > 0) {
                throw new IllegalArgumentException("the audit policy asks for the level "
                        + rule.level().word() + ": this build tells of requests at Metadata, without their objects");
            }
        }
    }
}
