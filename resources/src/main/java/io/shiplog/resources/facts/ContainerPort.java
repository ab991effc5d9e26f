package io.shiplog.resources.facts;

/**
 * A port that a pod gives a name.
 *
 * @param protocol TCP, UDP or SCTP
 * @param number what the container listens on
 */
public record ContainerPort(String name, String protocol, int number) {}
