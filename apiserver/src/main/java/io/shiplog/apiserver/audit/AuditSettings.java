package io.shiplog.apiserver.audit;

/** What is told of requests, and where. */
public record AuditSettings(AuditPolicy policy, AuditSink sink) {}
