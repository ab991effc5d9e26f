package io.shiplog.agent.worker;

import io.shiplog.agent.pod.facts.ProbeOutcome;
import io.shiplog.agent.pod.spec.Action;
import io.shiplog.agent.pod.spec.ContainerDefinition;
import io.shiplog.agent.pod.spec.Probe;
import java.time.Duration;

/** Asks containers how they are, and runs their hooks. */
public interface Prober {
    /** A running container, and the address of its pod. */
    record Target(ContainerDefinition spec, String id, String podIp) {}

    ProbeOutcome probe(Target target, Probe probe);

    /**
     * Runs a hook to its end, or until {@code limit}. @return a success, or what went wrong
     */
    ProbeOutcome hook(Target target, Action action, Duration limit);

    /** For containers that are only states: every probe and hook succeeds at once. */
    Prober AGREEABLE = new Prober() {
        @Override
        public ProbeOutcome probe(Target target, Probe probe) {
            return new ProbeOutcome.Success();
        }

        @Override
        public ProbeOutcome hook(Target target, Action action, Duration limit) {
            return new ProbeOutcome.Success();
        }
    };
}
