package io.shiplog.scheduler;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import java.nio.file.Path;

/**
 * What a scheduler has to be told.
 *
 * @param cluster the cluster and its Kafka
 * @param instance this process's name among the schedulers; the same after a restart, so that it takes its own place at
 *     once
 * @param stateDirectory where Kafka Streams keeps its lock files; no data
 */
public record SchedulerSettings(ClusterConfig cluster, String instance, Path stateDirectory) {}
