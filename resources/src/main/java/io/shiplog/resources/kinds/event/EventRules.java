package io.shiplog.resources.kinds.event;

import io.shiplog.resources.Field;

/** The rules of an event. */
public final class EventRules {
    private EventRules() {}

    public static void event(Field root) {
        String about = root.at("involvedObject", "namespace").text();
        String namespace = root.at("metadata", "namespace").text();
        boolean clusterWide = about.isEmpty() && (namespace.equals("default") || namespace.equals("kube-system"));
        if (!about.equals(namespace) && !clusterWide) {
            root.at("involvedObject", "namespace").invalid("does not match event.namespace");
        }
    }
}
