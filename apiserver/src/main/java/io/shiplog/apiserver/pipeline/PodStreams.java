package io.shiplog.apiserver.pipeline;

/**
 * What serves the streams of a pod: its logs, and what runs both ways.
 *
 * @param proxy passes HTTP requests on to pods, services and nodes
 */
public record PodStreams(Handler log, Handler exec, Handler attach, Handler portForward, Handler proxy) {}
