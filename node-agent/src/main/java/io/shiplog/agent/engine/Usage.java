package io.shiplog.agent.engine;

/** What a container has used of the processors since its start, in nanoseconds, and of memory now, in bytes. */
public record Usage(long cpuNanos, long memoryBytes) {}
