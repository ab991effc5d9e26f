package io.shiplog.resources.kinds.cluster;

import io.shiplog.resources.Field;
import io.shiplog.resources.kinds.pod.PodSpecRules;
import io.shiplog.resources.names.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of a node. */
public final class NodeRules {
    private static final List<String> EFFECTS = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

    private NodeRules() {}

    public static void node(Field spec) {
        Set<String> seen = new HashSet<>();
        for (Field taint : spec.at("taints").items()) {
            taint.at("key").invalid(Names.qualifiedName(taint.at("key").text()));
            taint.at("value").invalid(Names.labelValue(taint.at("value").text()));
            if (taint.at("effect").blank()) {
                taint.at("effect").required("");
            } else {
                PodSpecRules.choice(taint.at("effect"), EFFECTS);
            }
            if (!seen.add(taint.at("key").text() + ":" + taint.at("effect").text())) {
                taint.duplicate(taint.value());
            }
        }
    }
}
